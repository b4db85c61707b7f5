package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Outcome;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.provider.transport.CannedProvider;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.routing.health.HealthEvent;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AlertWebhookTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);
  private static final HealthEvent EVENT =
      new HealthEvent(
          HealthEvent.Kind.KEY_RESTING, "main", null, 2, Outcome.QUOTA, 600, Instant.EPOCH);

  @Test
  void postsASignedAlertAndTriesAgain() throws Exception {
    AtomicInteger answers = new AtomicInteger();
    ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    try (CannedProvider receiver =
            new CannedProvider(
                exchange ->
                    exchange.write(
                        (answers.getAndIncrement() == 0
                                ? "HTTP/1.1 503 No\r\n"
                                : "HTTP/1.1 204 Yes\r\n")
                            + "content-length: 0\r\n\r\n"));
        UpstreamClient client = new UpstreamClient()) {
      AlertWebhook webhook = new AlertWebhook(client, Clock.fixed(NOW, ZoneOffset.UTC));
      webhook.start(executor);
      webhook.apply(new AlertSettings(URI.create(receiver.uri().toString() + "/alerts"), "secret"));
      webhook.raise(HealthAnnouncements.alert(EVENT));

      CannedProvider.Exchange first = receiver.requests.poll(10, TimeUnit.SECONDS);
      CannedProvider.Exchange second = receiver.requests.poll(10, TimeUnit.SECONDS);
      assertEquals(first.body(), second.body());
      assertTrue(first.body().contains("\"event\":\"key_resting\""), first::body);
      assertTrue(first.body().contains("\"key\":2"), first::body);
      String signature =
          AlertWebhook.signature("secret", NOW, first.body().getBytes(StandardCharsets.UTF_8));
      assertTrue(first.head().contains(signature), first::head);
      webhook.raise(HealthAnnouncements.alert(EVENT));
      assertTrue(receiver.requests.poll(10, TimeUnit.SECONDS) != null, "the next one goes out");
    } finally {
      executor.shutdownNow();
    }
  }

  @Test
  void signsTimeAndBody() {
    // echo -n '1700000000.{}' | openssl dgst -sha256 -hmac secret
    assertEquals(
        "t=1700000000,v1=b8569b78799ff9e3cbff0fc2d63a33a2b57f3282abd07c37ae5e8e7d79a5f163",
        AlertWebhook.signature("secret", NOW, "{}".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void anEmptySecretIsRefusedAndNothingIsToldOfTheAddress() {
    assertThrows(
        ConfigException.class,
        () -> AlertSettings.from(new ConfigView(Map.of("gateway.alert.webhook.secret", ""))));
    ConfigException bad =
        assertThrows(
            ConfigException.class,
            () ->
                AlertSettings.from(
                    new ConfigView(Map.of("gateway.alert.webhook.url", "ftp://x/?token=t0ken"))));
    assertFalse(bad.getMessage().contains("t0ken"));
  }
}
