package io.llmgateway.bench;

import java.nio.charset.StandardCharsets;

/**
 * Reads HTTP/1.1 responses from bytes that arrive in arbitrary pieces, without keeping the bodies.
 * Of an event stream it sees each line; of any other body only the length and, when the status is
 * not 200, the beginning.
 */
final class ResponseParser {
  private enum At {
    HEAD_LINE,
    FIXED_BODY,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILER
  }

  private static final byte[] CONTENT = bytes("\"content\":\"");
  private static final int KEPT = 300;

  private final byte[] line = new byte[8 * 1024];
  private int lineLength;
  private At at = At.HEAD_LINE;
  private boolean firstLine = true;
  private boolean chunked;
  private int status;
  private long missing;
  private StringBuilder refusal;

  /**
   * @param now {@link System#nanoTime()} when the bytes arrived
   * @return true when the response is complete
   */
  boolean parse(byte[] buffer, int from, int to, long now, Exchange exchange) {
    int i = from;
    while (i < to) {
      if (at == At.FIXED_BODY || at == At.CHUNK_DATA) {
        int length = (int) Math.min(missing, to - i);
        body(buffer, i, i + length, now, exchange);
        i += length;
        missing -= length;
        if (missing == 0 && at == At.FIXED_BODY) {
          return complete(exchange);
        }
        at = missing == 0 ? At.CHUNK_END : at;
      } else if (addToLine(buffer[i++]) && lineEnds(exchange)) {
        return complete(exchange);
      }
    }
    return false;
  }

  private boolean addToLine(byte next) {
    if (next == '\n') {
      return true;
    }
    if (next != '\r' && lineLength < line.length) {
      line[lineLength++] = next;
    }
    return false;
  }

  /** Handles a line of the framing; true when it ends the response. */
  private boolean lineEnds(Exchange exchange) {
    boolean empty = lineLength == 0;
    switch (at) {
      case HEAD_LINE -> {
        if (empty) {
          return headEnds(exchange);
        }
        headLine();
      }
      case CHUNK_SIZE -> {
        missing = Long.parseLong(text(0, hexDigits()), 16);
        at = missing == 0 ? At.TRAILER : At.CHUNK_DATA;
      }
      case CHUNK_END -> at = At.CHUNK_SIZE;
      default -> {
        return empty;
      }
    }
    lineLength = 0;
    return false;
  }

  private boolean headEnds(Exchange exchange) {
    exchange.status = status;
    lineLength = 0;
    if (status == 100) {
      firstLine = true;
      return false;
    }
    at = chunked ? At.CHUNK_SIZE : At.FIXED_BODY;
    return !chunked && missing == 0;
  }

  private void headLine() {
    if (firstLine) {
      status = Integer.parseInt(text(9, 12));
      firstLine = false;
    } else if (starts("content-length:")) {
      missing = Long.parseLong(text(15, lineLength).trim());
    } else if (starts("transfer-encoding:")) {
      chunked = true;
    }
  }

  private void body(byte[] buffer, int from, int to, long now, Exchange exchange) {
    exchange.bodyBytes += to - from;
    if (status != 200) {
      keep(buffer, from, to);
    } else if (exchange.streaming) {
      for (int i = from; i < to; i++) {
        if (addToEventLine(buffer[i])) {
          eventLine(now, exchange);
        }
      }
    }
  }

  private final byte[] event = new byte[8 * 1024];
  private int eventLength;

  private boolean addToEventLine(byte next) {
    if (next == '\n') {
      return true;
    }
    if (eventLength < event.length) {
      event[eventLength++] = next;
    }
    return false;
  }

  /** Sees {@code data: ...}; a text that begins with a digit is the time at which it was sent. */
  private void eventLine(long now, Exchange exchange) {
    int text = indexOf(event, eventLength, CONTENT);
    if (text >= 0) {
      long sent = 0;
      for (int i = text; i < eventLength && event[i] >= '0' && event[i] <= '9'; i++) {
        sent = sent * 10 + event[i] - '0';
      }
      if (sent > 0) {
        exchange.event(now, sent);
      }
    } else if (eventLength == 12 && event[6] == '[') {
      exchange.sawDone = true;
    }
    eventLength = 0;
  }

  private void keep(byte[] buffer, int from, int to) {
    if (refusal == null) {
      refusal = new StringBuilder();
    }
    if (refusal.length() < KEPT) {
      refusal.append(new String(buffer, from, Math.min(to - from, KEPT), StandardCharsets.UTF_8));
    }
  }

  private boolean complete(Exchange exchange) {
    exchange.refusal = refusal == null ? null : refusal.toString();
    at = At.HEAD_LINE;
    firstLine = true;
    chunked = false;
    missing = 0;
    lineLength = 0;
    eventLength = 0;
    refusal = null;
    return true;
  }

  private boolean starts(String lowerCase) {
    if (lineLength < lowerCase.length()) {
      return false;
    }
    for (int i = 0; i < lowerCase.length(); i++) {
      if ((line[i] | 0x20) != (lowerCase.charAt(i) | 0x20)) {
        return false;
      }
    }
    return true;
  }

  private int hexDigits() {
    int end = 0;
    while (end < lineLength && Character.digit(line[end], 16) >= 0) {
      end++;
    }
    return end;
  }

  private String text(int from, int to) {
    return new String(line, from, to - from, StandardCharsets.ISO_8859_1);
  }

  /** Index just after the first occurrence, or -1. */
  private static int indexOf(byte[] all, int length, byte[] part) {
    for (int i = 0; i <= length - part.length; i++) {
      int j = 0;
      while (j < part.length && all[i + j] == part[j]) {
        j++;
      }
      if (j == part.length) {
        return i + j;
      }
    }
    return -1;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
