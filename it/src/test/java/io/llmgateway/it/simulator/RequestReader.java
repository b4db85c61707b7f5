package io.llmgateway.it.simulator;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Reads HTTP/1.1 requests from one connection, one after the other; what came early is kept. */
final class RequestReader {
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final long connection;
  private byte[] buffer = new byte[8192];
  private int start;
  private int end;

  RequestReader(Socket socket, long connection) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    this.out = socket.getOutputStream();
    this.connection = connection;
  }

  /**
   * @return the next request, or null when the peer closed the connection between requests
   */
  Exchange read() throws IOException {
    int headEnd = readHead();
    if (headEnd < 0) {
      return null;
    }
    String[] lines =
        new String(buffer, start, headEnd - start, StandardCharsets.ISO_8859_1).split("\r\n");
    start = headEnd + 4;
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      String name = lines[i].substring(0, colon).toLowerCase(Locale.ROOT);
      headers.merge(name, lines[i].substring(colon + 1).trim(), (a, b) -> a + ", " + b);
    }
    if ("100-continue".equalsIgnoreCase(headers.get("expect"))) {
      out.write(CONTINUE);
    }
    String[] requestLine = lines[0].split(" ");
    return new Exchange(requestLine[0], requestLine[1], headers, readBody(headers), connection);
  }

  /**
   * Waits, and notices at once when the peer goes away meanwhile.
   *
   * @return false when the peer closed the connection
   */
  boolean waitWhileOpen(long nanos) throws IOException {
    long until = System.nanoTime() + nanos;
    try {
      while (true) {
        long left = (until - System.nanoTime() + 999_999) / 1_000_000;
        if (left <= 0) {
          return true;
        }
        socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        if (!fill()) {
          return false;
        }
      }
    } catch (SocketTimeoutException e) {
      return true;
    } finally {
      if (!socket.isClosed()) {
        socket.setSoTimeout(0);
      }
    }
  }

  private int readHead() throws IOException {
    int from = start;
    while (true) {
      for (int i = from; i + 3 < end; i++) {
        if (buffer[i] == '\r'
            && buffer[i + 1] == '\n'
            && buffer[i + 2] == '\r'
            && buffer[i + 3] == '\n') {
          return i;
        }
      }
      int seen = end - start;
      if (!fill()) {
        if (seen > 0) {
          throw new EOFException("the peer closed the connection within a request");
        }
        return -1;
      }
      from = Math.max(start, start + seen - 3);
    }
  }

  private byte[] readBody(Map<String, String> headers) throws IOException {
    if ("chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      return readChunks();
    }
    String length = headers.get("content-length");
    return length == null ? new byte[0] : readExactly(Integer.parseInt(length));
  }

  private byte[] readChunks() throws IOException {
    byte[] body = new byte[0];
    while (true) {
      String line = readLine();
      int semicolon = line.indexOf(';');
      int size = Integer.parseInt((semicolon < 0 ? line : line.substring(0, semicolon)).trim(), 16);
      if (size == 0) {
        while (!readLine().isEmpty()) {
          // trailers are of no interest
        }
        return body;
      }
      byte[] chunk = readExactly(size);
      int before = body.length;
      body = Arrays.copyOf(body, before + size);
      System.arraycopy(chunk, 0, body, before, size);
      readLine();
    }
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = readByte();
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
  }

  private int readByte() throws IOException {
    if (start == end && !fill()) {
      throw new EOFException("the peer closed the connection within a body");
    }
    return buffer[start++] & 0xFF;
  }

  byte[] readExactly(int length) throws IOException {
    byte[] out = new byte[length];
    int buffered = Math.min(length, end - start);
    System.arraycopy(buffer, start, out, 0, buffered);
    start += buffered;
    if (in.readNBytes(out, buffered, length - buffered) < length - buffered) {
      throw new EOFException("the peer closed the connection within a body");
    }
    return out;
  }

  private boolean fill() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    } else if (end == buffer.length) {
      if (start > 0) {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
      } else {
        buffer = Arrays.copyOf(buffer, buffer.length * 2);
      }
    }
    int count = in.read(buffer, end, buffer.length - end);
    if (count < 0) {
      return false;
    }
    end += count;
    return true;
  }
}
