package io.llmgateway.bench.clients;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.hc.client5.http.async.methods.AbstractBinResponseConsumer;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.async.CloseableHttpAsyncClient;
import org.apache.hc.client5.http.impl.async.HttpAsyncClients;
import org.apache.hc.client5.http.impl.nio.PoolingAsyncClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.nio.entity.BasicAsyncEntityProducer;
import org.apache.hc.core5.http.nio.support.AsyncRequestBuilder;
import org.apache.hc.core5.http2.HttpVersionPolicy;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.util.Timeout;

/** Apache HttpClient 5, async (reactor threads). */
final class ApacheAsync implements Contender.Async {
  private final CloseableHttpAsyncClient client =
      HttpAsyncClients.custom()
          .setConnectionManager(
              PoolingAsyncClientConnectionManagerBuilder.create()
                  .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                  .setMaxConnPerRoute(2_000)
                  .setMaxConnTotal(2_000)
                  .setDefaultTlsConfig(
                      org.apache.hc.client5.http.config.TlsConfig.custom()
                          .setVersionPolicy(HttpVersionPolicy.FORCE_HTTP_1)
                          .build())
                  .setDefaultConnectionConfig(
                      ConnectionConfig.custom()
                          .setConnectTimeout(Timeout.ofSeconds(10))
                          .setSocketTimeout(Timeout.ofSeconds(60))
                          .build())
                  .build())
          .setDefaultRequestConfig(
              RequestConfig.custom().setResponseTimeout(Timeout.ofSeconds(60)).build())
          .disableAutomaticRetries()
          .disableRedirectHandling()
          .disableCookieManagement()
          .disableAuthCaching()
          .build();
  private final String base;

  ApacheAsync(String base) {
    this.base = base;
    client.start();
  }

  @Override
  public CompletableFuture<Integer> post(byte[] body) {
    return send("/post", body, new Counting(false));
  }

  @Override
  public CompletableFuture<Integer> stream(byte[] body, String path) {
    return send(path, body, new Counting(true));
  }

  /** The stream's pieces as they come, the last one empty. */
  void stream(byte[] body, String path, Consumer<byte[]> pieces) {
    send(path, body, new Handing(pieces)).whenComplete((n, e) -> pieces.accept(new byte[0]));
  }

  private CompletableFuture<Integer> send(
      String path, byte[] body, AbstractBinResponseConsumer<Integer> consumer) {
    CompletableFuture<Integer> done = new CompletableFuture<>();
    client.execute(
        AsyncRequestBuilder.post(base + path)
            .addHeader("Authorization", "Bearer sk-0123456789")
            .setEntity(new BasicAsyncEntityProducer(body, ContentType.APPLICATION_JSON))
            .build(),
        consumer,
        new FutureCallback<Integer>() {
          @Override
          public void completed(Integer count) {
            done.complete(count);
          }

          @Override
          public void failed(Exception failure) {
            done.completeExceptionally(failure);
          }

          @Override
          public void cancelled() {
            done.cancel(false);
          }
        });
    return done;
  }

  /** What a consumer of bytes needs not care for. */
  private abstract static class Consuming extends AbstractBinResponseConsumer<Integer> {
    @Override
    protected void start(HttpResponse response, ContentType contentType) {}

    @Override
    protected int capacityIncrement() {
      return Integer.MAX_VALUE;
    }

    @Override
    public void failed(Exception cause) {}

    @Override
    public void releaseResources() {}
  }

  private static final class Handing extends Consuming {
    private final Consumer<byte[]> pieces;

    Handing(Consumer<byte[]> pieces) {
      this.pieces = pieces;
    }

    @Override
    protected void data(ByteBuffer source, boolean endOfStream) {
      if (source.hasRemaining()) {
        byte[] piece = new byte[source.remaining()];
        source.get(piece);
        pieces.accept(piece);
      }
    }

    @Override
    protected Integer buildResult() {
      return 0;
    }
  }

  private static final class Counting extends Consuming {
    private final boolean events;
    private final EventCounter counter = new EventCounter();
    private byte[] body = new byte[0];

    Counting(boolean events) {
      this.events = events;
    }

    @Override
    protected void data(ByteBuffer source, boolean endOfStream) {
      if (events) {
        counter.add(source);
        return;
      }
      int old = body.length;
      body = Arrays.copyOf(body, old + source.remaining());
      source.get(body, old, source.remaining());
    }

    @Override
    protected Integer buildResult() {
      return events ? counter.events() : body.length;
    }
  }
}
