package io.llmgateway.it.simulator;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;

/** Status and headers of a scripted answer, until the kind of its body is said. */
public final class Head {
  private final StringBuilder head = new StringBuilder();

  Head(int status) {
    head.append("HTTP/1.1 ").append(status).append(" Simulated\r\n");
  }

  public Head header(String name, String value) {
    head.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  public Script json(String body) {
    return body("application/json", body.getBytes(StandardCharsets.UTF_8));
  }

  public Script html(String body) {
    return body("text/html; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  public Script gzip(String contentType, String body) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(body.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return header("Content-Encoding", "gzip").body(contentType, packed.toByteArray());
  }

  /** A whole body with its length, head and body in one write. */
  public Script body(String contentType, byte[] body) {
    header("Content-Type", contentType);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes("Content-Length: " + body.length + "\r\n\r\n"));
    all.writeBytes(body);
    return new Script(all.toByteArray(), false, false);
  }

  public Script sse() {
    return header("Cache-Control", "no-cache").chunked("text/event-stream");
  }

  public Script chunked(String contentType) {
    header("Content-Type", contentType);
    return new Script(bytes("Transfer-Encoding: chunked\r\n\r\n"), true, false);
  }

  /** A body that ends where the connection ends. */
  public Script untilClose(String contentType) {
    header("Content-Type", contentType);
    return new Script(bytes("Connection: close\r\n\r\n"), false, true);
  }

  /** A body whose length is announced and maybe not kept; the connection is closed at the end. */
  public Script announced(String contentType, long length) {
    header("Content-Type", contentType);
    return new Script(bytes("Content-Length: " + length + "\r\n\r\n"), false, true);
  }

  /** No body. */
  public Script empty() {
    return new Script(bytes("Content-Length: 0\r\n\r\n"), false, false);
  }

  private byte[] bytes(String last) {
    return (head + last).getBytes(StandardCharsets.ISO_8859_1);
  }
}
