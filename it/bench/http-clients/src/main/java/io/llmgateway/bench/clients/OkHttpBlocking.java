package io.llmgateway.bench.clients;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** OkHttp 5, blocking calls. */
final class OkHttpBlocking implements Contender.Blocking {
  private static final MediaType JSON = MediaType.get("application/json");
  private final OkHttpClient client =
      new OkHttpClient.Builder()
          .protocols(List.of(Protocol.HTTP_1_1))
          .connectionPool(new ConnectionPool(2_000, 5, TimeUnit.MINUTES))
          .connectTimeout(Duration.ofSeconds(10))
          .readTimeout(Duration.ofSeconds(60))
          .retryOnConnectionFailure(false)
          .followRedirects(false)
          .build();
  private final String base;

  OkHttpBlocking(String base) {
    this.base = base;
  }

  @Override
  public int post(byte[] body) throws IOException {
    try (Response response = client.newCall(request("/post", body)).execute()) {
      return response.body().bytes().length;
    }
  }

  @Override
  public int stream(byte[] body, String path) throws IOException {
    try (Response response = client.newCall(request(path, body)).execute()) {
      return EventCounter.drain(response.body().byteStream());
    }
  }

  private Request request(String path, byte[] body) {
    return new Request.Builder()
        .url(base + path)
        .header("Authorization", "Bearer sk-0123456789")
        .header("Accept-Encoding", "identity")
        .post(RequestBody.create(body, JSON))
        .build();
  }
}
