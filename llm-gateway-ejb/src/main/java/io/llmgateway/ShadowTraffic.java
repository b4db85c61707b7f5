package io.llmgateway;

import io.llmgateway.admission.Caller;
import io.llmgateway.admission.KeyRegistry;
import io.llmgateway.admission.KeyTerms;
import io.llmgateway.admission.ModelPatterns;
import io.llmgateway.cache.CacheWish;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.telemetry.ShadowMetrics;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.spi.JsonProvider;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Sends copies of requests to a second model, whose answers nobody sees: they are booked under a
 * key of the operator's own, and compared in the metrics. A copy leaves when the client's own
 * answer has begun, so that it can neither delay nor change it; when too many are under way, it is
 * left.
 */
@ApplicationScoped
public class ShadowTraffic {
  private static final System.Logger LOG = System.getLogger(ShadowTraffic.class.getName());
  private static final String REQUEST_ID = "shadow-";

  private final AtomicInteger underWay = new AtomicInteger();
  private volatile ShadowSettings settings = ShadowSettings.OFF;
  private ChatGateway gateway;
  private Routes routes;
  private KeyRegistry keys;
  private ShadowMetrics metrics;
  private Clock clock;
  private volatile ExecutorService threads;

  /** For the container's proxy only. */
  protected ShadowTraffic() {}

  @Inject
  ShadowTraffic(
      ChatGateway gateway, Routes routes, KeyRegistry keys, ShadowMetrics metrics, Clock clock) {
    this.gateway = gateway;
    this.routes = routes;
    this.keys = keys;
    this.metrics = metrics;
    this.clock = clock;
  }

  /**
   * @param factory makes threads that know the application
   */
  synchronized void apply(ShadowSettings next, ThreadFactory factory) {
    if (threads == null) {
      threads = Executors.newCachedThreadPool(factory);
    }
    settings = next;
  }

  /**
   * @param own begins the client's own answer
   * @return that answer
   */
  Answer beside(Caller caller, ChatRequest request, Call call, Supplier<Answer> own) {
    ShadowSettings now = settings;
    String shadow =
        now.key() == null || now.key().equals(caller.key())
            ? null
            : routes.shadow(caller, request, call.id());
    if (shadow == null) {
      return own.get();
    }
    long started = System.nanoTime();
    Answer answer = own.get();
    send(now, request, shadow, call);
    return new ComparedAnswer(answer, metrics.side(request.model(), shadow, "primary"), started);
  }

  private void send(ShadowSettings now, ChatRequest request, String shadow, Call call) {
    if (underWay.incrementAndGet() > now.concurrent()) {
      underWay.decrementAndGet();
      metrics.left(request.model(), shadow, "busy");
      return;
    }
    try {
      threads.execute(() -> answer(now, request, shadow, call));
    } catch (RejectedExecutionException e) {
      underWay.decrementAndGet();
    }
  }

  private void answer(ShadowSettings now, ChatRequest request, String shadow, Call call) {
    long started = System.nanoTime();
    try {
      KeyTerms payer = keys.get(now.key()).terms();
      Caller caller = new Caller(now.key(), payer.account(), new ModelPatterns(payer.models()));
      Call own =
          new Call(
              Uuid7.next(clock.millis()),
              REQUEST_ID + call.id(),
              clock.instant(),
              new Cancellation());
      Answer answer =
          gateway.chat(caller, copy(request, shadow), own, Claim.none(own).part(0), CacheWish.NONE);
      try (ComparedAnswer compared =
          new ComparedAnswer(answer, metrics.side(request.model(), shadow, "shadow"), started)) {
        while (compared.next() != null) {
          // read to its end, and forgotten
        }
      }
    } catch (RuntimeException e) {
      metrics.left(request.model(), shadow, "failed");
      LOG.log(System.Logger.Level.DEBUG, "a copy of a request was not answered", e);
    } finally {
      underWay.decrementAndGet();
    }
  }

  /**
   * Without what the client wishes of the route and the cache, which is not meant for this model.
   */
  private static ChatRequest copy(ChatRequest request, String shadow) {
    JsonObject body =
        JsonProvider.provider()
            .createObjectBuilder(request.body())
            .remove("gateway")
            .remove("provider")
            .remove("models")
            .build();
    return request.withBody(body).withModel(shadow);
  }

  @PreDestroy
  synchronized void stop() {
    if (threads != null) {
      threads.shutdownNow();
    }
  }
}
