package io.llmgateway.bench.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;

/** {@code java.net.HttpURLConnection}: in the JDK since 1.1, blocking. */
final class UrlConnection implements Contender.Blocking {
  private final String base;

  UrlConnection(String base) {
    System.setProperty("http.maxConnections", "1000");
    System.setProperty("sun.net.http.retryPost", "false");
    this.base = base;
  }

  @Override
  public int post(byte[] body) throws IOException {
    try (InputStream in = send(base + "/post", body)) {
      return in.readAllBytes().length;
    }
  }

  @Override
  public int stream(byte[] body, String path) throws IOException {
    try (InputStream in = send(base + path, body)) {
      return EventCounter.drain(in);
    }
  }

  private static InputStream send(String uri, byte[] body) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) URI.create(uri).toURL().openConnection();
    connection.setConnectTimeout(10_000);
    connection.setReadTimeout(60_000);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setDoOutput(true);
    connection.setFixedLengthStreamingMode(body.length);
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Authorization", "Bearer sk-0123456789");
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
    return connection.getInputStream();
  }
}
