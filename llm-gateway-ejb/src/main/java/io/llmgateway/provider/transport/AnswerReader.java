package io.llmgateway.provider.transport;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A look-ahead over the bytes of an answer: says by the first byte what kind of answer it is,
 * whatever the content type claims, and then reads it whole or hands it to an {@link SseReader}.
 */
public final class AnswerReader {
  private static final int FIRST_READ = 4 * 1024;

  private final InputStream in;
  byte[] buffer = new byte[FIRST_READ];
  int position;
  int limit;

  public AnswerReader(InputStream in) {
    this.in = in;
  }

  /**
   * Skips white space and a byte order mark: a provider may send blank lines for minutes before a
   * JSON document begins (DeepSeek does while the request waits for its turn).
   *
   * @return the first byte that means something, not consumed, or -1 when there is none
   */
  public int firstByte() {
    while (true) {
      if (position == limit && !fill(Integer.MAX_VALUE)) {
        return -1;
      }
      int b = buffer[position] & 0xFF;
      if (b > ' ' && b != 0xEF && b != 0xBB && b != 0xBF) {
        return b;
      }
      position++;
    }
  }

  /**
   * @param max bytes at the most
   * @return the rest of the answer; malformed UTF-8 is replaced
   * @throws ChatException.Retryable INVALID when it is longer
   */
  public String restAsText(int max) {
    while (fill(max)) {
      // goes on to the end
    }
    return new String(buffer, position, limit - position, StandardCharsets.UTF_8);
  }

  /**
   * @param max bytes at the most
   * @return the beginning of the rest of the answer, cut off at {@code max}
   */
  public byte[] beginning(int max) {
    while (limit - position < max && fill(Integer.MAX_VALUE)) {
      // goes on until there is enough
    }
    return unread(max);
  }

  /**
   * @param max bytes at the most
   * @return what was read ahead
   */
  byte[] unread(int max) {
    return Arrays.copyOfRange(buffer, position, Math.min(limit, position + max));
  }

  /**
   * @return the next line without its end, or null at the end of the answer; malformed UTF-8 is
   *     replaced
   * @throws ChatException.Retryable INVALID when it is longer than an event may be
   */
  public String line() {
    int scanned = 0;
    while (true) {
      for (int i = position + scanned; i < limit; i++) {
        if (buffer[i] == '\n') {
          String line = new String(buffer, position, i - position, StandardCharsets.UTF_8);
          position = i + 1;
          return line;
        }
      }
      scanned = limit - position;
      if (!fill(SseReader.MAX_EVENT)) {
        String rest = new String(buffer, position, scanned, StandardCharsets.UTF_8);
        position = limit;
        return scanned == 0 ? null : rest;
      }
    }
  }

  /**
   * @return the next bytes, or null when the answer ends before them
   */
  public byte[] bytes(int count) {
    while (limit - position < count) {
      if (!fill(count)) {
        return null;
      }
    }
    byte[] bytes = Arrays.copyOfRange(buffer, position, position + count);
    position += count;
    return bytes;
  }

  /**
   * Reads once, whatever that yields.
   *
   * @param max how many unread bytes may be held
   * @return false at the end of the answer
   */
  boolean fill(int max) {
    if (position == limit) {
      position = 0;
      limit = 0;
    }
    if (limit == buffer.length) {
      makeRoom(max);
    }
    int count;
    try {
      count = in.read(buffer, limit, buffer.length - limit);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("an upstream body does not throw this", e);
    }
    if (count < 0) {
      return false;
    }
    limit += count;
    return true;
  }

  private void makeRoom(int max) {
    int unread = limit - position;
    if (unread >= max) {
      throw tooLong();
    }
    byte[] target = unread > buffer.length / 2 ? new byte[buffer.length * 2] : buffer;
    System.arraycopy(buffer, position, target, 0, unread);
    buffer = target;
    position = 0;
    limit = unread;
  }

  static ChatException tooLong() {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_INVALID_RESPONSE,
        Outcome.INVALID,
        "The provider's answer is longer than the gateway accepts");
  }
}
