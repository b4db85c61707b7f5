package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.transport.UpstreamExchange;
import io.llmgateway.provider.transport.UpstreamRequest;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Posts alerts, one at a time and in order, each up to three times. Whoever raises one never waits:
 * when too many queue up, the newest are dropped, and the log says so.
 */
@ApplicationScoped
public class AlertWebhook {
  static final String SIGNATURE = "x-gateway-signature";

  private static final Logger LOG = Logger.getLogger(AlertWebhook.class.getName());
  private static final int MOST_WAITING = 1_000;
  private static final int TRIES = 3;
  private static final long FIRST_PAUSE_MILLIS = 1_000;
  private static final Timeouts TIMEOUTS =
      new Timeouts(
          Duration.ofSeconds(3),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(5));

  private final BlockingQueue<JsonObject> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final AtomicBoolean busy = new AtomicBoolean();
  private UpstreamClient client;
  private Clock clock;
  private volatile AlertSettings settings = AlertSettings.NONE;
  private volatile ScheduledExecutorService executor;
  private volatile ScheduledFuture<?> next;

  /** For the container's proxy. */
  AlertWebhook() {}

  @Inject
  AlertWebhook(UpstreamClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  void start(ScheduledExecutorService runsOn) {
    executor = runsOn;
  }

  void apply(AlertSettings next) {
    settings = next;
  }

  /**
   * @param alert without a secret; its {@code event} says what it is
   */
  void raise(JsonObject alert) {
    if (settings.url() == null || executor == null) {
      return;
    }
    if (waiting.offer(alert)) {
      begin();
    } else {
      LOG.warning(() -> "too many alerts wait, dropped: " + alert.getString("event", "alert"));
    }
  }

  @PreDestroy
  void stop() {
    ScheduledFuture<?> last = next;
    if (last != null) {
      last.cancel(false);
    }
  }

  private void begin() {
    if (busy.compareAndSet(false, true)) {
      later(1, 0);
    }
  }

  private void later(int number, long millis) {
    try {
      next = executor.schedule(() -> send(number), millis, TimeUnit.MILLISECONDS);
    } catch (RuntimeException e) {
      busy.set(false);
      LOG.log(Level.WARNING, "alerts can not be sent now", e);
    }
  }

  /** Sends what waits longest, and arranges for the rest. */
  private void send(int number) {
    JsonObject alert = waiting.peek();
    boolean again = false;
    if (alert != null) {
      again = !sent(alert) && number < TRIES;
      if (!again) {
        waiting.poll();
      }
    }
    if (again) {
      later(number + 1, FIRST_PAUSE_MILLIS << 2 * (number - 1));
    } else if (!waiting.isEmpty()) {
      later(1, 0);
    } else {
      busy.set(false);
      if (!waiting.isEmpty()) {
        begin();
      }
    }
  }

  private boolean sent(JsonObject alert) {
    AlertSettings now = settings;
    if (now.url() == null) {
      return true;
    }
    byte[] body = alert.toString().getBytes(StandardCharsets.UTF_8);
    UpstreamRequest request =
        new UpstreamRequest(now.url(), headers(now.secret(), body), body, false, TIMEOUTS);
    try (UpstreamExchange exchange = client.post(request, new Cancellation())) {
      if (exchange.status() / 100 == 2) {
        return true;
      }
      LOG.warning(() -> "the webhook of alerts answers " + exchange.status());
    } catch (RuntimeException e) {
      LOG.warning(() -> "the webhook of alerts does not answer: " + e.getMessage());
    }
    return false;
  }

  private Map<String, String> headers(String secret, byte[] body) {
    return secret == null ? Map.of() : Map.of(SIGNATURE, signature(secret, clock.instant(), body));
  }

  /**
   * @return {@code t=<seconds>,v1=<hex>}: HMAC-SHA256 of the time, a dot and the body
   */
  static String signature(String secret, Instant at, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      mac.update((at.getEpochSecond() + ".").getBytes(StandardCharsets.UTF_8));
      return "t=" + at.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("HmacSHA256 is not available", e);
    }
  }
}
