package io.llmgateway.bench.clients;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** {@code java.net.http.HttpClient.send}, the stream read through its InputStream. */
final class JdkBlocking implements Contender.Blocking {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String base;

  JdkBlocking(String base) {
    this.base = base;
  }

  @Override
  public int post(byte[] body) throws Exception {
    return client.send(request(base + "/post", body), BodyHandlers.ofByteArray()).body().length;
  }

  @Override
  public int stream(byte[] body, String path) throws Exception {
    try (InputStream in =
        client.send(request(base + path, body), BodyHandlers.ofInputStream()).body()) {
      return EventCounter.drain(in);
    }
  }

  static HttpRequest request(String uri, byte[] body) {
    return HttpRequest.newBuilder(URI.create(uri))
        .timeout(Duration.ofSeconds(60))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer sk-0123456789")
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }
}
