package io.llmgateway.provider.openai;

import java.io.Writer;
import java.util.Arrays;

/**
 * Collects text as UTF-8 bytes. The JDK's {@code OutputStreamWriter} would encode through a buffer
 * of 8 KB per request; most requests are smaller than that.
 */
final class Utf8Body extends Writer {
  private byte[] bytes = new byte[2048];
  private int length;
  private char high;

  @Override
  public void write(char[] text, int offset, int count) {
    makeRoom(count);
    for (int i = offset; i < offset + count; i++) {
      char c = text[i];
      if (c < 0x80 && high == 0) {
        bytes[length++] = (byte) c;
      } else {
        encode(c);
      }
    }
  }

  /** At most three bytes per char, and one char held back. */
  private void makeRoom(int chars) {
    long needed = length + 3L * (chars + 1L);
    if (needed > bytes.length) {
      bytes =
          Arrays.copyOf(
              bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, 2L * length)));
    }
  }

  private void encode(char c) {
    if (high != 0) {
      char first = high;
      high = 0;
      if (Character.isLowSurrogate(c)) {
        codePoint(Character.toCodePoint(first, c));
        return;
      }
      bytes[length++] = '?'; // half a character is none
    }
    if (c < 0x80) {
      bytes[length++] = (byte) c;
    } else if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | c >> 6);
      bytes[length++] = (byte) (0x80 | c & 0x3F);
    } else if (Character.isHighSurrogate(c)) {
      high = c;
    } else if (Character.isLowSurrogate(c)) {
      bytes[length++] = '?';
    } else {
      bytes[length++] = (byte) (0xE0 | c >> 12);
      bytes[length++] = (byte) (0x80 | c >> 6 & 0x3F);
      bytes[length++] = (byte) (0x80 | c & 0x3F);
    }
  }

  private void codePoint(int point) {
    bytes[length++] = (byte) (0xF0 | point >> 18);
    bytes[length++] = (byte) (0x80 | point >> 12 & 0x3F);
    bytes[length++] = (byte) (0x80 | point >> 6 & 0x3F);
    bytes[length++] = (byte) (0x80 | point & 0x3F);
  }

  /**
   * @return the bytes collected so far
   */
  byte[] bytes() {
    return Arrays.copyOf(bytes, length);
  }

  @Override
  public void flush() {
    // nothing lies behind
  }

  @Override
  public void close() {
    // nothing is held
  }
}
