package io.llmgateway.provider.transport;

import io.llmgateway.chat.ChatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Pulls server-sent events out of bytes, as the HTML standard frames them
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream), and
 * more forgiving than it where providers are known to deviate: an event that the end of the stream
 * leaves without its blank line still counts; a bare line that begins with a brace is data; a field
 * called {@code error} is data of an event of that name.
 *
 * <p>Never asks for more bytes while a whole event is there. Not safe for use by many threads.
 */
public final class SseReader {
  /** Longest line, and longest data of one event, in bytes. */
  static final int MAX_EVENT = 16 * 1024 * 1024;

  private final AnswerReader in;
  private byte[] data = new byte[1024];
  private int dataLength;
  private boolean hasData;
  private String name;
  private boolean skipLineFeed;
  private boolean cutOff;

  public SseReader(AnswerReader in) {
    this.in = in;
  }

  /**
   * Waits for the next event that has data.
   *
   * @return false when the stream is at its end
   * @throws ChatException.Retryable when reading fails, or INVALID when an event is too long
   */
  public boolean next() {
    dataLength = 0;
    hasData = false;
    name = null;
    int scanned = 0;
    while (true) {
      int end = lineEnd(in.position + scanned);
      if (end < 0) {
        scanned = in.limit - in.position;
        if (in.fill(MAX_EVENT)) {
          continue;
        }
        if (scanned > 0) {
          line(in.position, in.limit);
          in.position = in.limit;
          cutOff = true;
        }
        return hasData;
      }
      scanned = 0;
      int start = in.position;
      in.position = end + 1;
      skipLineFeed = in.buffer[end] == '\r';
      if (start < end) {
        line(start, end);
      } else if (hasData) {
        return true;
      } else {
        name = null;
      }
    }
  }

  /**
   * @return the event's data, its lines joined with line feeds; malformed UTF-8 is replaced
   */
  public String data() {
    return new String(data, 0, dataLength, StandardCharsets.UTF_8);
  }

  /**
   * @return true when the data is exactly this ASCII text, but for spaces around it
   */
  public boolean dataIs(String text) {
    int start = 0;
    int end = dataLength;
    while (start < end && data[start] == ' ') {
      start++;
    }
    while (end > start && data[end - 1] == ' ') {
      end--;
    }
    if (end - start != text.length()) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (data[start + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /**
   * @return what the {@code event} field said, or null
   */
  public String name() {
    return name;
  }

  /**
   * @return true when the stream ended within the event's last line
   */
  public boolean cutOff() {
    return cutOff;
  }

  /** Finds a line feed or carriage return from an index on; -1 when there is none yet. */
  private int lineEnd(int from) {
    if (skipLineFeed && in.position < in.limit) {
      skipLineFeed = false;
      if (in.buffer[in.position] == '\n') {
        in.position++;
        from = Math.max(from, in.position);
      }
    }
    byte[] buffer = in.buffer;
    for (int i = from; i < in.limit; i++) {
      byte b = buffer[i];
      if (b == '\n' || b == '\r') {
        return i;
      }
    }
    return -1;
  }

  private void line(int start, int end) {
    byte[] buffer = in.buffer;
    if (buffer[start] == '{' || buffer[start] == '[') {
      append(start, end);
      return;
    }
    int colon = start;
    while (colon < end && buffer[colon] != ':') {
      colon++;
    }
    int value = Math.min(end, colon + 1);
    if (value < end && buffer[value] == ' ') {
      value++;
    }
    if (is("data", start, colon)) {
      append(value, end);
    } else if (is("event", start, colon)) {
      name = new String(buffer, value, end - value, StandardCharsets.UTF_8).trim();
    } else if (is("error", start, colon)) {
      name = "error";
      append(value, end);
    }
  }

  private boolean is(String field, int start, int end) {
    if (end - start != field.length()) {
      return false;
    }
    for (int i = 0; i < field.length(); i++) {
      if (in.buffer[start + i] != field.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private void append(int start, int end) {
    int length = end - start;
    int needed = dataLength + length + 1;
    if (needed > MAX_EVENT) {
      throw AnswerReader.tooLong();
    }
    if (needed > data.length) {
      data = Arrays.copyOf(data, Math.max(needed, data.length * 2));
    }
    if (hasData) {
      data[dataLength++] = '\n';
    }
    System.arraycopy(in.buffer, start, data, dataLength, length);
    dataLength += length;
    hasData = true;
  }
}
