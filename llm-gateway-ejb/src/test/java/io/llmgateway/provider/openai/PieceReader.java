package io.llmgateway.provider.openai;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.AnswerReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads an answer that arrives in pieces, without a network. */
final class PieceReader {
  private PieceReader() {}

  /** Each read yields one piece at the most. */
  static List<ChatEvent> events(byte[] first, byte[] second) {
    return events(
        new SequenceInputStream(new ByteArrayInputStream(first), new ByteArrayInputStream(second)));
  }

  /** Each read yields one byte. */
  static List<ChatEvent> bytewise(byte[] bytes) {
    return events(
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(1, length));
          }
        });
  }

  static List<ChatEvent> events(InputStream in) {
    return events(in, 1);
  }

  /**
   * @param choices how many were asked for
   */
  static List<ChatEvent> events(InputStream in, int choices) {
    Read read = read(in, choices);
    if (read.failure() != null) {
      throw read.failure();
    }
    return read.events();
  }

  /**
   * What came, and what came in place of the end.
   *
   * @param failure null when the answer ended cleanly
   */
  record Read(List<ChatEvent> events, RuntimeException failure) {}

  static Read read(InputStream in, int choices) {
    Endpoint endpoint =
        new Endpoint(
            "channel", URI.create("http://provider.test/v1"), null, Answers.TIMEOUTS, Map.of());
    List<ChatEvent> events = new ArrayList<>();
    try (ChatStream stream =
        new OpenAiStream(new AnswerReader(in), 200, new Unheard(), endpoint, choices)) {
      for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
        events.add(event);
      }
      return new Read(events, null);
    } catch (RuntimeException e) {
      return new Read(events, e);
    }
  }

  /** A line with nobody at its end. */
  private static final class Unheard implements OpenAiStream.Line {
    @Override
    public void begun() {
      // nobody measures
    }

    @Override
    public void whole() {
      // nobody waits
    }

    @Override
    public void close(boolean complete) {
      // nothing is open
    }
  }
}
