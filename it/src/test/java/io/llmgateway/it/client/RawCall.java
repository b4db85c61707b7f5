package io.llmgateway.it.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** One connection on which any bytes can be sent. */
public final class RawCall implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Socket socket;

  public RawCall(URI gateway) throws IOException {
    socket = new Socket(gateway.getHost(), gateway.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout((int) PATIENCE.toMillis());
  }

  /** Sends text as ISO 8859-1, so that each char is one byte. */
  public RawCall send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawCall send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    return this;
  }

  /**
   * Sends although the other side may answer and close early, as a server does with a body that it
   * refuses.
   *
   * @return whether everything could be sent
   */
  public boolean sendWhileAccepted(byte[] bytes, long times) throws IOException {
    try {
      for (long i = 0; i < times && socket.getInputStream().available() == 0; i++) {
        socket.getOutputStream().write(bytes);
      }
      return socket.getInputStream().available() == 0;
    } catch (SocketException e) {
      return false;
    }
  }

  /**
   * @return the answer, or null when the connection was closed without one
   */
  public Reply read() throws IOException {
    InputStream in = socket.getInputStream();
    String statusLine = readLine(in);
    while (statusLine != null && statusLine.startsWith("HTTP/1.1 100")) {
      while (!String.valueOf(readLine(in)).isEmpty()) {
        // headers of an interim answer are of no interest
      }
      statusLine = readLine(in);
    }
    if (statusLine == null) {
      return null;
    }
    Map<String, List<String>> headers = new HashMap<>();
    for (String line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
      int colon = line.indexOf(':');
      headers
          .computeIfAbsent(
              line.substring(0, colon).toLowerCase(Locale.ROOT), n -> new ArrayList<>())
          .add(line.substring(colon + 1).trim());
    }
    int status = Integer.parseInt(statusLine.split(" ")[1]);
    return new Reply(status, headers, new String(body(in, headers), StandardCharsets.UTF_8));
  }

  private static byte[] body(InputStream in, Map<String, List<String>> headers) throws IOException {
    if (headers.containsKey("content-length")) {
      return in.readNBytes(Integer.parseInt(headers.get("content-length").get(0)));
    }
    if (!headers.containsKey("transfer-encoding")) {
      return in.readAllBytes();
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (String size = readLine(in); size != null; size = readLine(in)) {
      int length = Integer.parseInt(size.trim(), 16);
      body.write(in.readNBytes(length));
      readLine(in);
      if (length == 0) {
        break;
      }
    }
    return body.toByteArray();
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int c;
      try {
        c = in.read();
      } catch (SocketException e) {
        c = -1;
      }
      if (c < 0) {
        return line.length() == 0 ? null : line.toString();
      }
      if (c == '\n') {
        return line.toString();
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
  }

  /** Closes with a RST. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
