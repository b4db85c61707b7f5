package io.llmgateway.bench.clients;

import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Result;

/** Jetty HttpClient 12 through its listeners. */
final class JettyAsync implements Contender.Async {
  private final HttpClient client;
  private final String base;

  JettyAsync(String base) throws Exception {
    this.base = base;
    this.client = JettyBlocking.started();
  }

  @Override
  public CompletableFuture<Integer> post(byte[] body) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    JettyBlocking.request(client, base + "/post", body)
        .send(
            new BufferingResponseListener() {
              @Override
              public void onComplete(Result result) {
                finish(done, result, getContent() == null ? 0 : getContent().length);
              }
            });
    return done;
  }

  @Override
  public CompletableFuture<Integer> stream(byte[] body, String path) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    EventCounter counter = new EventCounter();
    JettyBlocking.request(client, base + path, body)
        .onResponseContent((response, buffer) -> counter.add(buffer))
        .send(result -> finish(done, result, counter.events()));
    return done;
  }

  private static void finish(CompletableFuture<Integer> done, Result result, int count) {
    if (result.isFailed()) {
      done.completeExceptionally(result.getFailure());
    } else {
      done.complete(count);
    }
  }
}
