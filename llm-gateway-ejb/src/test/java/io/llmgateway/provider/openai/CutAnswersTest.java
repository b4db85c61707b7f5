package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever byte an answer breaks off at: no clean end of an incomplete one, and nothing twice. */
class CutAnswersTest {

  @ParameterizedTest
  @EnumSource
  void givesTheSameEventsWhereverTheBytesAreDivided(RecordedAnswer answer) {
    List<ChatEvent> whole = PieceReader.events(in(answer.bytes()), answer.choices());
    assertFalse(whole.isEmpty());
    for (byte[] bytes : List.of(answer.bytes(), answer.crlf())) {
      for (int cut = 0; cut <= bytes.length; cut++) {
        assertEquals(
            whole,
            PieceReader.events(divided(bytes, cut), answer.choices()),
            answer + " divided at " + cut);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverEndsCleanlyWhenTheProviderClosesEarly(RecordedAnswer answer) {
    for (byte[] bytes : List.of(answer.bytes(), answer.crlf())) {
      for (int cut = 0; cut < bytes.length; cut++) {
        PieceReader.Read read = examine(answer, cut, in(Arrays.copyOf(bytes, cut)));
        if (read.failure() != null) {
          boolean begun = read.events().stream().anyMatch(ChatEvent::useful);
          assertEquals(
              begun ? Outcome.CUT : Outcome.INVALID,
              ((ChatException.Retryable) read.failure()).outcome(),
              answer + " cut at " + cut);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void neverEndsCleanlyWhenTheConnectionBreaks(RecordedAnswer answer) {
    byte[] bytes = answer.bytes();
    for (int cut = 0; cut < bytes.length; cut++) {
      examine(
          answer, cut, new SequenceInputStream(in(Arrays.copyOf(bytes, cut)), new BrokenLine()));
    }
  }

  private static PieceReader.Read examine(RecordedAnswer answer, int cut, InputStream in) {
    String at = answer + " cut at " + cut;
    PieceReader.Read whole = PieceReader.read(in(answer.bytes()), answer.choices());
    PieceReader.Read read = PieceReader.read(in, answer.choices());
    Map<String, String> expected = content(whole.events());
    Map<String, String> got = content(read.events());
    if (read.failure() == null) {
      assertEquals(expected, got, at);
      return read;
    }
    got.forEach(
        (where, text) -> {
          String all = expected.get(where);
          assertNotNull(all, at + ": " + where);
          assertTrue(all.startsWith(text), at + ": " + text);
        });
    assertTrue(read.events().stream().noneMatch(ChatEvent.Finish.class::isInstance), at);
    assertTrue(read.failure() instanceof ChatException.Retryable, at);
    return read;
  }

  /** What a client gets to see, by its place: texts joined, so that a repetition shows. */
  private static Map<String, String> content(List<ChatEvent> events) {
    Map<String, String> content = new TreeMap<>();
    for (ChatEvent event : events) {
      if (event instanceof ChatEvent.TextDelta text) {
        content.merge("text " + text.choice(), text.text(), String::concat);
      } else if (event instanceof ChatEvent.ReasoningDelta reasoning) {
        content.merge("reasoning " + reasoning.choice(), reasoning.text(), String::concat);
      } else if (event instanceof ChatEvent.ToolCallStart call) {
        content.merge("call " + call.index(), call.id() + " " + call.name() + " ", String::concat);
      } else if (event instanceof ChatEvent.ToolCallDelta call) {
        content.merge("call " + call.index(), call.arguments(), String::concat);
      } else if (event instanceof ChatEvent.Finish finish) {
        content.merge("finish " + finish.choice(), finish.reason(), String::concat);
      }
    }
    return content;
  }

  private static InputStream in(byte[] bytes) {
    return new ByteArrayInputStream(bytes);
  }

  private static InputStream divided(byte[] bytes, int cut) {
    return new SequenceInputStream(
        in(Arrays.copyOf(bytes, cut)), in(Arrays.copyOfRange(bytes, cut, bytes.length)));
  }

  /** What an upstream body does when its connection is reset. */
  private static final class BrokenLine extends InputStream {
    @Override
    public int read() {
      throw new ChatException.Retryable(
          ErrorCode.UPSTREAM_ERROR, Outcome.CUT, "The provider's answer broke off");
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return read();
    }
  }
}
