package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SseReaderTest {

  private static List<String> events(String text) {
    SseReader reader =
        new SseReader(
            new AnswerReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
    List<String> events = new ArrayList<>();
    while (reader.next()) {
      events.add((reader.name() == null ? "" : reader.name() + "=") + reader.data());
    }
    return events;
  }

  @Test
  void stripsOneSpaceOnly() {
    assertEquals(List.of("a", " b", "c"), events("data:a\n\ndata:  b\n\ndata: c\n\n"));
  }

  @Test
  void joinsLinesOfAnEvent() {
    assertEquals(List.of("a\nb\n", "c"), events("data: a\ndata: b\ndata:\n\ndata: c\n\n"));
  }

  @Test
  void forgetsTheNameOfAnEventWithoutData() {
    assertEquals(
        List.of("error=x", "y"), events("event: error\ndata: x\n\nevent: n\n\ndata: y\n\n"));
  }

  @Test
  void keepsUtf8AcrossReads() {
    String text = "data: 你好😀\n\n";
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    InputStream single =
        new ByteArrayInputStream(bytes) {
          @Override
          public synchronized int read(byte[] buffer, int offset, int length) {
            return super.read(buffer, offset, Math.min(1, length));
          }
        };
    SseReader reader = new SseReader(new AnswerReader(single));
    assertTrue(reader.next());
    assertEquals("你好😀", reader.data());
    assertFalse(reader.next());
  }

  @Test
  void asksForNoMoreBytesWhenAWholeEventIsThere() {
    InputStream once =
        new InputStream() {
          private boolean read;

          @Override
          public int read() {
            throw new AssertionError("bytewise");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (read) {
              throw new AssertionError("asked for more");
            }
            read = true;
            byte[] bytes = "data: a\r\n\r\ndata: b\n\n".getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, buffer, offset, bytes.length);
            return bytes.length;
          }
        };
    SseReader reader = new SseReader(new AnswerReader(once));
    assertTrue(reader.next());
    assertEquals("a", reader.data());
    assertTrue(reader.next());
    assertEquals("b", reader.data());
  }

  @Test
  void readsEventsLargerThanItsBuffer() {
    String large = "x".repeat(1_000_000);
    assertEquals(List.of(large, "b"), events("data: " + large + "\n\ndata: b\n\n"));
  }

  @Test
  void refusesAnEventBeyondTheLimitWithoutHoldingIt() {
    InputStream endless =
        new InputStream() {
          private boolean begun;

          @Override
          public int read() {
            throw new AssertionError("bytewise");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            java.util.Arrays.fill(buffer, offset, offset + length, (byte) 'x');
            if (!begun) {
              begun = true;
              System.arraycopy("data: ".getBytes(StandardCharsets.UTF_8), 0, buffer, offset, 6);
            }
            return length;
          }
        };
    ChatException.Retryable e =
        assertThrows(
            ChatException.Retryable.class, () -> new SseReader(new AnswerReader(endless)).next());
    assertEquals(Outcome.INVALID, e.outcome());
  }

  @Test
  void refusesAnEventOfManyLinesBeyondTheLimit() {
    byte[] line = ("data: " + "x".repeat(8_000) + "\n").getBytes(StandardCharsets.UTF_8);
    InputStream endless =
        new InputStream() {
          @Override
          public int read() {
            throw new AssertionError("bytewise");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            int count = Math.min(length, line.length);
            System.arraycopy(line, 0, buffer, offset, count);
            return count;
          }
        };
    assertThrows(
        ChatException.Retryable.class, () -> new SseReader(new AnswerReader(endless)).next());
  }
}
