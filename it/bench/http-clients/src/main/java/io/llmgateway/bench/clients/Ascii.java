package io.llmgateway.bench.clients;

import java.nio.charset.StandardCharsets;

/** The few bits of HTTP/1.1 framing that server and raw client share. */
final class Ascii {
  private static final byte[] CONTENT_LENGTH = bytes("content-length:");

  private Ascii() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static String text(byte[] buffer, int from, int to) {
    return new String(buffer, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Offset just after the empty line that ends a head, or -1 when it is not in the buffer yet. */
  static int endOfHead(byte[] buffer, int length) {
    for (int i = 3; i < length; i++) {
      if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** Value of the content-length header in the first {@code head} bytes, or 0 without one. */
  static int contentLength(byte[] buffer, int head) {
    for (int i = 0; i < head - CONTENT_LENGTH.length; i++) {
      if (buffer[i] == '\n' && matches(buffer, i + 1)) {
        return number(buffer, i + 1 + CONTENT_LENGTH.length);
      }
    }
    return 0;
  }

  private static boolean matches(byte[] buffer, int from) {
    for (int i = 0; i < CONTENT_LENGTH.length; i++) {
      if ((buffer[from + i] | 0x20) != (CONTENT_LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private static int number(byte[] buffer, int from) {
    int value = 0;
    for (int i = from; buffer[i] != '\r'; i++) {
      if (buffer[i] != ' ') {
        value = value * 10 + buffer[i] - '0';
      }
    }
    return value;
  }
}
