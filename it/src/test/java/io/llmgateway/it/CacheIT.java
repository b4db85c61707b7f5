package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Script;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers out of the cache: what the client sees, what is called, and what is booked. */
class CacheIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String COLD = ",\"temperature\":0";
  private static final String STREAM = ",\"temperature\":0,\"stream\":true";

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("cache")
            .models("json", "sse", "warm", "control", "cut", "long", "vectors", "stale", "keyed")
            .key("few", Map.of("limit.requests-per-minute", "2"))
            .with("gateway.cache.enabled", "true")
            .with("gateway.cache.price", "0.5")
            .with("gateway.model.@-stale.stale-if-error", "PT1H")
            .start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void givesAnEqualRequestTheSameAnswerAtHalfThePrice() {
    simulated("json", Chunks.whole("kept", Chunks.usageObject(100, 50)));
    Reply first = tenant.http().post(CHAT, tenant.chat("json", "x", COLD)).assertOk();
    Reply second = tenant.http().post(CHAT, tenant.chat("json", "x", COLD)).assertOk();

    assertEquals("miss", first.header("x-gateway-cache"));
    assertNull(first.header("age"));
    assertEquals("hit", second.header("x-gateway-cache"));
    assertNotNull(second.header("age"));
    assertEquals("0", second.header("x-gateway-attempts"));
    assertEquals(first.header("x-gateway-channel"), second.header("x-gateway-channel"));
    assertEquals("kept", content(second));
    assertEquals(
        first.json().at("usage").at("total_tokens").integer(),
        second.json().at("usage").at("total_tokens").integer());
    assertEquals(1, calls("json"));

    List<UsageRecord> records = UsageRecord.of(tenant.http(), tenant.model("json"));
    assertEquals(
        List.of("complete", "cached"), records.stream().map(UsageRecord::endState).toList());
    assertEquals(50, records.get(1).outputTokens());
    assertEquals(0, new BigDecimal("0.0002").compareTo(records.get(0).charge()));
    assertEquals(0, new BigDecimal("0.0001").compareTo(records.get(1).charge()));
  }

  @Test
  void replaysAStreamAsAStreamAndADocumentAsAStream() {
    tenant
        .simulator()
        .on(
            tenant.model("sse"),
            Script.sse()
                .events(
                    Chunks.text("one "),
                    Chunks.text("two"),
                    Chunks.finish("stop"),
                    Chunks.usage(3, 2))
                .done());
    String first = text(tenant.http().stream(CHAT, tenant.chat("sse", "x", STREAM)), "miss");
    String second = text(tenant.http().stream(CHAT, tenant.chat("sse", "x", STREAM)), "hit");
    Reply whole = tenant.http().post(CHAT, tenant.chat("sse", "x", COLD)).assertOk();

    assertEquals("one two", first);
    assertEquals(first, second);
    assertEquals("hit", whole.header("x-gateway-cache"));
    assertEquals("one two", content(whole));
    assertEquals(1, calls("sse"));
  }

  @Test
  void takesNoPartInOtherRequestsUnlessAsked() {
    simulated("warm", Chunks.whole("w", Chunks.usageObject(1, 1)));
    for (int i = 0; i < 2; i++) {
      Reply reply = tenant.http().post(CHAT, tenant.chat("warm", "x")).assertOk();
      assertNull(reply.header("x-gateway-cache"));
    }
    String asked = ",\"gateway\":{\"cache\":true}";
    assertEquals("miss", cacheHeader("warm", asked));
    assertEquals("hit", cacheHeader("warm", asked));
    assertEquals("hit", cacheHeader("warm", "", "x-gateway-cache", "true"));
    assertEquals(3, calls("warm"));
    assertFalse(
        tenant.simulator().received().lastFor(tenant.model("warm")).body().contains("gateway"),
        "the provider does not hear of it");
  }

  @Test
  void respectsCacheControlAndTheUser() {
    simulated("control", Chunks.whole("c", Chunks.usageObject(1, 1)));
    assertEquals("miss", cacheHeader("control", COLD, "cache-control", "no-store"));
    assertEquals("miss", cacheHeader("control", COLD));
    assertEquals("hit", cacheHeader("control", COLD));
    assertEquals("miss", cacheHeader("control", COLD, "cache-control", "no-cache"));
    assertEquals("hit", cacheHeader("control", COLD, "cache-control", "max-age=60"));
    assertEquals("miss", cacheHeader("control", COLD + ",\"user\":\"other\""));
  }

  @Test
  void keepsNoAnswerThatWasCutOrFiltered() {
    tenant
        .simulator()
        .on(tenant.model("cut"), Script.sse().events(Chunks.text("be"), Chunks.text("gun")).cut());
    for (int i = 0; i < 2; i++) {
      try (EventStream events = tenant.http().stream(CHAT, tenant.chat("cut", "x", STREAM))) {
        assertEquals("miss", events.header("x-gateway-cache"));
        assertFalse(events.rest().contains("[DONE]"));
      }
    }
    simulated(
        "long", Chunks.whole("l", Chunks.usageObject(1, 1)).replace("\"stop\"", "\"length\""));
    assertEquals("miss", cacheHeader("long", COLD));
    assertEquals("miss", cacheHeader("long", COLD));
  }

  @Test
  void keepsVectorsToo() {
    String body = "{\"model\":\"" + tenant.model("vectors") + "\",\"input\":\"x\"}";
    Http http = tenant.http();
    Reply first = http.post("/v1/embeddings", body).assertOk();
    Reply second = http.post("/v1/embeddings", body).assertOk();

    assertEquals("miss", first.header("x-gateway-cache"));
    assertEquals("hit", second.header("x-gateway-cache"));
    assertEquals(first.body(), second.body());
    assertEquals(1, calls("vectors"));
  }

  @Test
  void givesAnOldAnswerMarkedAsStaleWhenEverythingFails() {
    simulated("stale", Chunks.whole("old", Chunks.usageObject(10, 10)));
    tenant.http().post(CHAT, tenant.chat("stale", "x")).assertOk();
    tenant.simulator().on(tenant.model("stale"), Script.status(500).json("{}"));

    Reply stale = tenant.http().post(CHAT, tenant.chat("stale", "x")).assertOk();
    assertEquals("stale", stale.header("x-gateway-cache"));
    assertNotNull(stale.header("age"));
    assertEquals("old", content(stale));
    assertEquals("stale", stale.json().at("gateway").at("cache").text());

    try (EventStream events =
        tenant.http().stream(CHAT, tenant.chat("stale", "x", ",\"stream\":true"))) {
      assertEquals("stale", events.header("x-gateway-cache"));
      List<String> all = events.rest();
      assertEquals("old", EventStream.text(all));
      assertTrue(all.stream().anyMatch(e -> e.contains("\"cache\":\"stale\"")), all.toString());
      assertEquals("[DONE]", all.get(all.size() - 1));
    }
    tenant
        .http()
        .post(CHAT, tenant.chat("stale", "never asked before"))
        .assertError(502, "upstream_error");
  }

  @Test
  void aHitIsARequestForTheLimitsAndWorksUnderAnIdempotencyKey() {
    simulated("keyed", Chunks.whole("k", Chunks.usageObject(5, 5)));
    String body = tenant.chat("keyed", "x", COLD);
    tenant.http("few").post(CHAT, body).assertOk();
    Reply hit = tenant.http("few").post(CHAT, body).assertOk();
    assertEquals("hit", hit.header("x-gateway-cache"));
    assertEquals("0", hit.header("x-ratelimit-remaining-requests"));
    tenant.http("few").post(CHAT, body).assertError(429, "rate_limit_exceeded");

    String key = "cache-" + System.nanoTime();
    Reply first = tenant.http().post(CHAT, body, "idempotency-key", key).assertOk();
    Reply again = tenant.http().post(CHAT, body, "idempotency-key", key).assertOk();
    assertEquals("hit", first.header("x-gateway-cache"));
    assertEquals("true", again.header("idempotent-replayed"));
    assertEquals(first.body(), again.body());
  }

  private static void simulated(String model, String document) {
    tenant.simulator().on(tenant.model(model), Script.json(document));
  }

  private static int calls(String model) {
    return tenant.simulator().received().forModel(tenant.model(model)).size();
  }

  private static String cacheHeader(String model, String more, String... headers) {
    return tenant
        .http()
        .post(CHAT, tenant.chat(model, "x", more), headers)
        .assertOk()
        .header("x-gateway-cache");
  }

  private static String text(EventStream stream, String cache) {
    try (stream) {
      assertEquals(cache, stream.header("x-gateway-cache"));
      List<String> events = stream.rest();
      assertEquals("[DONE]", events.get(events.size() - 1));
      return EventStream.text(events);
    }
  }

  private static String content(Reply reply) {
    return reply.json().at("choices").items().get(0).at("message").at("content").text();
  }
}
