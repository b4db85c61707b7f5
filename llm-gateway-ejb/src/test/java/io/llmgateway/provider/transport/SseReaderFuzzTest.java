package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.model.Fuzz;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Any bytes are events, the same ones however they are cut, or a refusal that is documented. */
class SseReaderFuzzTest {
  private static final String[] PIECES = {
    "data: ",
    "data:",
    "data",
    "event: ",
    "event:x\n",
    "id: 1\n",
    "retry: 5\n",
    ": ping\n",
    ":\n",
    "\n",
    "\r",
    "\r\n",
    "\n\n",
    "\r\n\r\n",
    "{\"a\":1}",
    "[DONE]",
    "{",
    "[",
    "error: ",
    "meta: ",
    "ü中😀",
    "null",
    " ",
    "\u0000",
    "data: {}\n\n",
    "data:  two spaces\n\n",
    "\ufeff",
    "<html>"
  };

  @Provide
  Arbitrary<byte[]> streams() {
    Arbitrary<byte[]> pieces =
        Arbitraries.of(PIECES)
            .list()
            .ofMaxSize(40)
            .map(list -> String.join("", list).getBytes(StandardCharsets.UTF_8));
    Arbitrary<byte[]> noise = Arbitraries.bytes().array(byte[].class).ofMaxSize(60);
    return Arbitraries.oneOf(pieces, pieces, pieces, noise);
  }

  @Provide
  Arbitrary<List<Integer>> cuts() {
    return Fuzz.cuts();
  }

  @Provide
  Arbitrary<List<String>> texts() {
    return Arbitraries.strings()
        .withChars("ab{}\":, 中")
        .ofMinLength(1)
        .ofMaxLength(20)
        .list()
        .ofMaxSize(8);
  }

  private record Event(String name, String data) {}

  private static List<Event> events(InputStream in) {
    List<Event> events = new ArrayList<>();
    SseReader reader = new SseReader(new AnswerReader(in));
    while (reader.next()) {
      events.add(new Event(reader.name(), reader.data()));
    }
    return events;
  }

  private static InputStream cut(byte[] bytes, List<Integer> lengths) {
    List<InputStream> parts = new ArrayList<>();
    int at = 0;
    for (int i = 0; at < bytes.length; i++) {
      int end = Math.min(bytes.length, at + lengths.get(i % lengths.size()));
      parts.add(new ByteArrayInputStream(Arrays.copyOfRange(bytes, at, end)));
      at = end;
    }
    return new SequenceInputStream(Collections.enumeration(parts));
  }

  @Property
  void anyCutGivesTheSame(@ForAll("streams") byte[] bytes, @ForAll("cuts") List<Integer> cuts) {
    assertEquals(events(new ByteArrayInputStream(bytes)), events(cut(bytes, cuts)));
  }

  @Property
  void whatIsFramedByTheStandardIsReadBack(
      @ForAll("texts") List<String> texts, @ForAll("cuts") List<Integer> cuts) {
    for (String end : List.of("\n", "\r\n", "\r")) {
      StringBuilder stream = new StringBuilder();
      texts.forEach(text -> stream.append("data: ").append(text).append(end).append(end));
      byte[] bytes = stream.toString().getBytes(StandardCharsets.UTF_8);

      assertEquals(texts, events(cut(bytes, cuts)).stream().map(Event::data).toList());
    }
  }

  @Property
  void anAnswerIsReadOrRefusedWithAnOutcome(@ForAll("streams") byte[] bytes) {
    AnswerReader answer = new AnswerReader(new ByteArrayInputStream(bytes));
    int first = answer.firstByte();
    assertTrue(first >= -1 && first < 256);
    String rest = answer.restAsText(1000);
    assertTrue(rest.length() <= bytes.length);
  }

  @Provide
  Arbitrary<String> documents() {
    return Fuzz.json();
  }

  @Property
  void anyTextIsADocumentOrNone(@ForAll("documents") String text) {
    JsonValue document = JsonText.parse(text);
    assertTrue(document == null || !document.toString().isEmpty());
  }

  @Example
  void whatNoReaderTakesIsNoDocument() {
    assertNull(JsonText.parse("[".repeat(2000) + "]".repeat(2000)));
    assertNull(JsonText.parse("{\"a\":1e99999999999}"));
    assertNull(JsonText.parse(""));
  }

  /** An event without end is refused before it fills the memory. */
  @Example
  void anEndlessEventIsRefused() {
    for (String start : List.of("", "data: ", ": ", "{")) {
      InputStream endless =
          new InputStream() {
            private int at;

            @Override
            public int read() {
              return at < start.length() ? start.charAt(at++) : 'x';
            }

            @Override
            public int read(byte[] to, int from, int length) {
              Arrays.fill(to, from, from + length, (byte) 'x');
              for (int i = 0; at < start.length() && i < length; i++) {
                to[from + i] = (byte) start.charAt(at++);
              }
              return length;
            }
          };
      SseReader reader = new SseReader(new AnswerReader(endless));
      assertThrows(ChatException.Retryable.class, reader::next, start);
    }
  }

  /** Many lines of one event, each of them small. */
  @Example
  void anEventOfEndlessLinesIsRefused() {
    InputStream endless =
        new InputStream() {
          private long at;

          @Override
          public int read() {
            return "data: abc\n".charAt((int) (at++ % 10));
          }
        };
    SseReader reader = new SseReader(new AnswerReader(endless));
    assertThrows(ChatException.Retryable.class, reader::next);
  }
}
