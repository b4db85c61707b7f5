package io.llmgateway.it.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Plain HTTP/1.1 with one API key; nothing is retried. */
public final class Http {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final String key;

  /**
   * @param base the gateway's address without a path
   * @param key the secret, or null to send none
   */
  public Http(URI base, String key) {
    this.base = base;
    this.key = key;
  }

  public Reply get(String path) {
    return send(request(path).GET().build());
  }

  /**
   * @param headers names and values in turn
   */
  public Reply post(String path, String json, String... headers) {
    return send(postRequest(path, json, headers));
  }

  public CompletableFuture<Reply> postLater(String path, String json, String... headers) {
    return CLIENT
        .sendAsync(postRequest(path, json, headers), BodyHandlers.ofString())
        .thenApply(Http::reply);
  }

  /**
   * Sends a chat request whose answer is a stream; returns when the head of the answer is there.
   */
  public EventStream stream(String path, String json, String... headers) {
    try {
      return new EventStream(
          CLIENT.send(postRequest(path, json, headers), BodyHandlers.ofInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  public Reply send(HttpRequest request) {
    try {
      return reply(CLIENT.send(request, BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** A request with the address and the key. */
  public HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).timeout(PATIENCE);
    return key == null ? request : request.header("Authorization", "Bearer " + key);
  }

  private HttpRequest postRequest(String path, String json, String... headers) {
    HttpRequest.Builder request = request(path).POST(BodyPublishers.ofString(json));
    request.header("Content-Type", "application/json");
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request.build();
  }

  private static Reply reply(HttpResponse<String> response) {
    return new Reply(response.statusCode(), response.headers().map(), response.body());
  }
}
