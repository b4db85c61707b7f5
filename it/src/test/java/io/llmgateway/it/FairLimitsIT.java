package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits of accounts, models and channels, and waiting for them. */
class FairLimitsIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final Duration SECONDS = Duration.ofSeconds(10);

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    Tenant.Plan plan = Tenant.named("fair");
    tenant =
        plan.models("echo", "limited", "alone")
            .routed("two")
            .channel("two-first", "two", plan.simulator(), 10)
            .channel("two-second", "two", plan.simulator(), 5)
            .with("gateway.channel.@-two-first.limit.requests-per-minute", "1")
            .routed("full")
            .channel("full-only", "full", plan.simulator(), 10)
            .with("gateway.channel.@-full-only.limit.requests-per-minute", "1")
            .with("gateway.model.@-limited.limit.requests-per-minute", "2")
            .with("gateway.model.@-alone.limit.concurrent", "1")
            .key("account", Map.of("account", "@-small"))
            .key("sibling", Map.of("account", "@-small"))
            .with("gateway.account.@-small.opening-balance", "10")
            .with("gateway.account.@-small.limit.requests-per-minute", "2")
            .with("gateway.queue.max-wait", "PT3S")
            .start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void countsAnAccountOverAllItsKeys() {
    Http one = tenant.http("account");
    Http other = tenant.http("sibling");
    assertEquals("1", ok(one, "echo").header("x-ratelimit-remaining-requests"));
    assertEquals("0", ok(other, "echo").header("x-ratelimit-remaining-requests"));
    Reply refused =
        one.post(CHAT, tenant.chat("echo", "x")).assertError(429, "rate_limit_exceeded");
    assertTrue(refused.error().at("message").text().contains("this account"), refused.toString());
    assertTrue(Integer.parseInt(refused.header("retry-after")) >= 1, refused.toString());
  }

  @Test
  void countsAModelOverAllItsCallers() {
    ok(tenant.http(), "limited");
    assertEquals("2", ok(tenant.http(), "limited").header("x-ratelimit-limit-requests"));
    tenant.http().post(CHAT, tenant.chat("limited", "x")).assertError(429, "rate_limit_exceeded");
  }

  @Test
  void passesAChannelOverForTheNextWhenItIsOverItsLimit() {
    assertEquals(
        tenant.name() + "-two-first", ok(tenant.http(), "two").header("x-gateway-channel"));
    Reply second = ok(tenant.http(), "two");
    assertEquals(tenant.name() + "-two-second", second.header("x-gateway-channel"));
    assertEquals("1", second.header("x-gateway-attempts"));

    ok(tenant.http(), "full");
    Reply refused =
        tenant.http().post(CHAT, tenant.chat("full", "x")).assertError(429, "rate_limit_exceeded");
    assertTrue(Integer.parseInt(refused.header("retry-after")) > 1, refused.toString());
  }

  @Test
  void waitsForItsTurnInPlaceOfARefusalAndLeavesTheQueueWithItsClient() {
    Gate gate = new Gate();
    tenant
        .simulator()
        .on(
            tenant.model("alone"),
            Script.json(Chunks.whole("done", Chunks.usageObject(1, 1))).afterGate(gate));
    CompletableFuture<Reply> first = tenant.http().postLater(CHAT, tenant.chat("alone", "x"));
    tenant.simulator().received().awaitModel(tenant.model("alone"), SECONDS);
    CompletableFuture<Reply> second = tenant.http().postLater(CHAT, tenant.chat("alone", "x"));
    await(1);
    second.cancel(true);
    CompletableFuture<Reply> third = tenant.http().postLater(CHAT, tenant.chat("alone", "x"));
    Reply refused =
        tenant
            .http()
            .post(CHAT, tenant.chat("alone", "x"))
            .assertError(429, "concurrency_limit_exceeded");
    assertEquals("1", refused.header("retry-after"));
    third.join().assertError(429, "concurrency_limit_exceeded");
    await(0);
    CompletableFuture<Reply> fourth = tenant.http().postLater(CHAT, tenant.chat("alone", "x"));
    await(1);
    gate.open();
    first.join().assertOk();
    fourth.join().assertOk();
    assertEquals(2, tenant.simulator().received().forModel(tenant.model("alone")).size());
  }

  private static void await(int waiting) {
    Await.until(
        waiting + " wait",
        SECONDS,
        () ->
            tenant
                .http()
                .get("/gateway/metrics")
                .body()
                .contains("gateway_queue_waiting " + waiting + ".0"));
  }

  private static Reply ok(Http http, String model) {
    return http.post(CHAT, tenant.chat(model, "x")).assertOk();
  }
}
