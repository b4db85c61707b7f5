package io.llmgateway.bench.clients;

import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** {@code java.net.http.HttpClient.sendAsync}, the stream through a body subscriber. */
final class JdkAsync implements Contender.Async {
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(10))
          .build();
  private final String base;

  JdkAsync(String base) {
    this.base = base;
  }

  @Override
  public CompletableFuture<Integer> post(byte[] body) {
    return client
        .sendAsync(JdkBlocking.request(base + "/post", body), BodyHandlers.ofByteArray())
        .thenApply(response -> response.body().length);
  }

  @Override
  public CompletableFuture<Integer> stream(byte[] body, String path) {
    return client
        .sendAsync(JdkBlocking.request(base + path, body), head -> new Counting())
        .thenApply(HttpResponse::body);
  }

  private static final class Counting implements HttpResponse.BodySubscriber<Integer> {
    private final CompletableFuture<Integer> done = new CompletableFuture<>();
    private final EventCounter counter = new EventCounter();

    @Override
    public CompletionStage<Integer> getBody() {
      return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      buffers.forEach(counter::add);
    }

    @Override
    public void onError(Throwable failure) {
      done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      done.complete(counter.events());
    }
  }
}
