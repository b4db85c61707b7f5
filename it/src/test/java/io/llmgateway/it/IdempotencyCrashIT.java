package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.server.GatewayServer;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Answers under an Idempotency-Key, on a server that stops and dies. */
@Timeout(600)
class IdempotencyCrashIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "idempotent-replayed";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private GatewayServer server;
  private Tenant tenant;

  @BeforeEach
  void start() {
    server = GatewayServer.prepare().start();
    tenant = Tenant.on(server, "idem-crash").models("kept", "killed", "expired", "large").start();
  }

  @AfterEach
  void stop() {
    tenant.close();
    server.close();
  }

  @Test
  void givesTheAnswerAgainAfterARestartAndCallsAnewWhatAKillInterrupted() {
    Reply kept = post("kept", "one two").assertOk();
    tenant.simulator().next(tenant.model("killed"), Script.raw().stall());
    CompletableFuture<Reply> killed =
        tenant.http().postLater(CHAT, tenant.chat("killed", "three"), KEY, "k");
    tenant.simulator().received().awaitModel(tenant.model("killed"), PATIENCE);

    server.kill();
    killed.handle((reply, failure) -> null).join();
    server.start();
    Await.until("the key is known again", PATIENCE, this::keyIsKnown);

    Reply again = post("kept", "one two").assertOk();
    assertEquals(kept.body(), again.body());
    assertEquals("true", again.header(REPLAYED));
    Reply second = retried("killed", "three");
    assertNull(second.header(REPLAYED));
    assertEquals(second.body(), retried("killed", "three").body());
    assertChargedOnce("kept");
    assertChargedOnce("killed");
    assertBalance();

    server.stop();
    server.start();
    Await.until("the key is known again", PATIENCE, this::keyIsKnown);
    assertEquals(second.body(), retried("killed", "three").body());
    assertBalance();
  }

  @Test
  void breaksOffWhatRunsOnWhenTheServerStopsAndDoesNotChargeIt() {
    server.set(Map.of("gateway.shutdown.grace", "PT0.5S"));
    Gate gate = new Gate();
    tenant
        .simulator()
        .next(
            tenant.model("killed"),
            Script.sse().events(Chunks.role(), Chunks.text("one ")).gate(gate));
    CompletableFuture<Reply> stopped =
        tenant
            .http()
            .postLater(CHAT, tenant.chat("killed", "one two", ",\"stream\":true"), KEY, "k");
    gate.awaitReached(PATIENCE);
    server.stop();
    stopped.handle((reply, failure) -> null).join();
    server.start();
    Await.until("the key is known again", PATIENCE, this::keyIsKnown);

    Reply again =
        tenant
            .http()
            .post(CHAT, tenant.chat("killed", "one two", ",\"stream\":true"), KEY, "k")
            .assertOk();
    assertNull(again.header(REPLAYED));
    assertEquals(2, tenant.simulator().received().forModel(tenant.model("killed")).size());
    assertChargedOnce("killed");
    assertBalance();
  }

  @Test
  void forgetsAnswersAfterTheirTimeAndRefusesToGiveTooLargeOnesAgain() {
    server.set(
        Map.of("gateway.idempotency.keep", "PT2S", "gateway.idempotency.max-answer", "4KiB"));
    AtomicInteger tries = new AtomicInteger();
    Await.until(
        "answers are kept for two seconds only",
        PATIENCE,
        () -> forgottenWithin(Duration.ofMillis(2_500), "fresh-" + tries.incrementAndGet()));

    post("large", "word ".repeat(10_000)).assertOk();
    post("large", "word ".repeat(10_000)).assertError(422, "idempotency_key_reused");
    assertChargedOnce("large");
    post("kept", "small").assertOk();
    assertEquals("true", post("kept", "small").header(REPLAYED));
    assertBalance();
  }

  /** A key that was used before the change keeps its answer for as long as was said then. */
  private boolean forgottenWithin(Duration time, String key) {
    String body = tenant.chat("expired", "one");
    tenant.http().post(CHAT, body, KEY, key).assertOk();
    assertEquals("true", tenant.http().post(CHAT, body, KEY, key).header(REPLAYED));
    long until = System.nanoTime() + time.toNanos();
    while (tenant.http().post(CHAT, body, KEY, key).assertOk().header(REPLAYED) != null) {
      if (System.nanoTime() > until) {
        return false;
      }
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
    return true;
  }

  private Reply post(String model, String text) {
    return tenant.http().post(CHAT, tenant.chat(model, text), KEY, model);
  }

  /** As a client does that is told to come back. */
  private Reply retried(String model, String text) {
    Reply[] reply = new Reply[1];
    Await.until(
        "an answer of " + model,
        Duration.ofSeconds(120),
        () -> {
          reply[0] = tenant.http().post(CHAT, tenant.chat(model, text), KEY, "k");
          return reply[0].status() == 200;
        });
    return reply[0];
  }

  private void assertChargedOnce(String model) {
    List<UsageRecord> charged =
        UsageRecord.of(tenant.http(), tenant.model(model)).stream()
            .filter(r -> r.charge().signum() > 0)
            .toList();
    assertEquals(1, charged.size(), charged.toString());
  }

  private void assertBalance() {
    BigDecimal charged =
        UsageRecord.all(tenant.http()).stream()
            .map(UsageRecord::charge)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertEquals(0, new BigDecimal("1000").subtract(charged).compareTo(tenant.balance()));
  }

  private boolean keyIsKnown() {
    return tenant.http().get("/v1/models").status() == 200;
  }
}
