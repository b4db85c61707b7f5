package io.llmgateway.provider.openai;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.provider.transport.AnswerReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
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
    Endpoint endpoint =
        new Endpoint(
            "channel", URI.create("http://provider.test/v1"), null, Answers.TIMEOUTS, Map.of());
    return Answers.all(new OpenAiStream(new AnswerReader(in), 200, new Unheard(), endpoint));
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
