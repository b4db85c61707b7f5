package io.llmgateway.it.client;

import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.server.Operator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

/** Plain HTTP/1.1 with one API key, or as an operator; nothing is retried. */
public final class Http {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final String authorization;

  /**
   * @param base the gateway's address without a path
   * @param key the secret, or null to send none
   */
  public Http(URI base, String key) {
    this.base = base;
    this.authorization = key == null ? null : "Bearer " + key;
  }

  private Http(URI base, Operator operator) {
    String pair = operator.name() + ":" + operator.password();
    this.base = base;
    this.authorization =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** With an operator's name and password, for {@code /admin}. */
  public static Http as(Operator operator, GatewayServer server) {
    return new Http(server.baseUri(), operator);
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

  /**
   * @param headers names and values in turn
   */
  public Reply put(String path, String json, String... headers) {
    return send(withBody("PUT", path, json, headers));
  }

  public Reply delete(String path, String... headers) {
    HttpRequest.Builder request = request(path).DELETE();
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return send(request.build());
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
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private HttpRequest postRequest(String path, String json, String... headers) {
    return withBody("POST", path, json, headers);
  }

  private HttpRequest withBody(String method, String path, String json, String... headers) {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.ofString(json));
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
