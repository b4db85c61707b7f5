package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Limits of a key: requests and tokens per minute, calls at a time, budget. */
class LimitsIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final int TOKENS = 1_000;

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("limits")
            .models("echo", "gated", "tokens", "budget", "requests", "broken")
            .key("three", Map.of("limit.requests-per-minute", "3"))
            .key("tokens", Map.of("limit.tokens-per-minute", Integer.toString(TOKENS)))
            .key("two", Map.of("limit.concurrent", "2"))
            .key("one", Map.of("limit.concurrent", "1"))
            .key("thrifty", Map.of("budget.amount", "0.0005", "budget.period", "P1Y"))
            .start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void countsRequestsDownAndRefusesTheOneTooMany() {
    for (int left = 2; left >= 0; left--) {
      Reply reply = tenant.http("three").post(CHAT, tenant.chat("requests", "x")).assertOk();
      assertEquals("3", reply.header("x-ratelimit-limit-requests"));
      assertEquals(Integer.toString(left), reply.header("x-ratelimit-remaining-requests"));
      assertNotNull(reply.header("x-ratelimit-reset-requests"));
      assertNull(reply.header("x-ratelimit-limit-tokens"));
    }

    Reply refused =
        tenant
            .http("three")
            .post(CHAT, tenant.chat("requests", "x"))
            .assertError(429, "rate_limit_exceeded");

    assertTrue(Integer.parseInt(refused.header("retry-after")) <= 60, refused.toString());
    assertEquals("3", refused.header("x-ratelimit-limit-requests"));
    assertEquals("0", refused.header("x-ratelimit-remaining-requests"));
    assertNotNull(refused.header("x-ratelimit-reset-requests"));
    assertEquals(3, tenant.simulator().received().forModel(tenant.model("requests")).size());
    assertCounted(tenant.model("requests"), "rate_limit_exceeded");
  }

  @Test
  void keepsModelsThatThereAreNotOutOfTheMetrics() {
    String madeUp = "made-up-" + System.nanoTime();
    tenant
        .http()
        .post(CHAT, tenant.chat("echo", "x").replace(tenant.model("echo"), madeUp))
        .assertError(404, "model_not_found");

    assertCounted("unknown", "model_not_found");
    assertFalse(metrics().contains(madeUp));
  }

  /** What is refused at the door is a request too. */
  private static void assertCounted(String model, String outcome) {
    String metrics = metrics();
    assertTrue(
        metrics
            .lines()
            .anyMatch(
                line ->
                    line.startsWith("gateway_requests_total{")
                        && line.contains("model=\"" + model + "\"")
                        && line.contains("outcome=\"" + outcome + "\"")),
        metrics);
  }

  private static String metrics() {
    return tenant.http().get("/gateway/metrics").body();
  }

  @Test
  void neverLetsMoreTokensPassThanAMinuteAllows() {
    String twentyWords = "word ".repeat(20).strip();
    String body = tenant.chat("tokens", twentyWords, ",\"max_tokens\":20");
    Http http = tenant.http("tokens");

    List<CompletableFuture<Reply>> calls =
        IntStream.range(0, 100).mapToObj(i -> http.postLater(CHAT, body)).toList();
    List<Reply> replies = calls.stream().map(CompletableFuture::join).toList();

    long passed = replies.stream().filter(r -> r.status() == 200).count();
    assertTrue(passed > 0);
    assertTrue(passed * 40 <= TOKENS + 40, passed + " calls of 40 tokens");
    Reply refused = replies.stream().filter(r -> r.status() != 200).findFirst().orElseThrow();
    refused.assertError(429, "rate_limit_exceeded");
    assertNotNull(refused.header("retry-after"));
    assertEquals(Integer.toString(TOKENS), refused.header("x-ratelimit-limit-tokens"));
    Reply first = replies.stream().filter(r -> r.status() == 200).findFirst().orElseThrow();
    assertEquals(Integer.toString(TOKENS), first.header("x-ratelimit-limit-tokens"));
    assertNotNull(first.header("x-ratelimit-remaining-tokens"));
    assertNotNull(first.header("x-ratelimit-reset-tokens"));
  }

  @Test
  void refusesTheThirdCallAtATimeAndTakesItLater() {
    Gate gate = new Gate();
    Script slow = Script.json(Chunks.whole("ok", Chunks.usageObject(1, 1))).afterGate(gate);
    tenant.simulator().next(tenant.model("gated"), slow, slow);
    Http http = tenant.http("two");
    CompletableFuture<Reply> first = http.postLater(CHAT, tenant.chat("gated", "x"));
    CompletableFuture<Reply> second = http.postLater(CHAT, tenant.chat("gated", "x"));
    Await.until(
        "both calls have reached the provider",
        Duration.ofSeconds(10),
        () -> tenant.simulator().received().forModel(tenant.model("gated")).size() == 2);

    Reply refused =
        http.post(CHAT, tenant.chat("echo", "x")).assertError(429, "concurrency_limit_exceeded");
    assertNotNull(refused.header("retry-after"));
    gate.open();
    first.join().assertOk();
    second.join().assertOk();

    http.post(CHAT, tenant.chat("echo", "x")).assertOk();
  }

  @Test
  void givesThePlaceBackAfterFailuresRefusalsAndClientsThatWentAway() {
    Http http = tenant.http("one");
    tenant.simulator().on(tenant.model("broken"), Script.status(500).json("{}"));
    http.post(CHAT, tenant.chat("broken", "x")).assertError(502, "upstream_error");
    http.post(CHAT, tenant.chat("nowhere", "x")).assertError(404, "model_not_found");
    http.post(CHAT, tenant.chat("echo", "x", ",\"n\":0")).assertError(400, "invalid_request");
    tenant
        .simulator()
        .next(
            tenant.model("echo"), Script.sse().events(Chunks.role(), Chunks.text("one ")).stall());
    try (EventStream stream = http.stream(CHAT, tenant.chat("echo", "x", ",\"stream\":true"))) {
      assertEquals("one ", stream.nextText());
    }

    Await.until(
        "the place is free again",
        Duration.ofSeconds(5),
        () -> http.post(CHAT, tenant.chat("echo", "x")).status() == 200);
  }

  @Test
  void refusesWhatTheBudgetCanNotCoverAndChargesNothingForIt() {
    Http http = tenant.http("thrifty");
    String body = tenant.chat("budget", "one two three four", ",\"max_tokens\":100");

    int passed = 0;
    Reply reply = http.post(CHAT, body);
    while (reply.status() == 200 && passed < 100) {
      passed++;
      reply = http.post(CHAT, body);
    }

    reply.assertError(429, "budget_exceeded");
    assertTrue(passed > 0);
    List<UsageRecord> records = UsageRecord.of(http, tenant.model("budget"));
    assertEquals(passed, records.size());
    assertEquals(passed, tenant.simulator().received().forModel(tenant.model("budget")).size());
    assertTrue(
        records.stream().mapToLong(r -> r.charge().movePointRight(6).longValueExact()).sum()
            <= 500);
  }
}
