package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.RawCall;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Repetitions, pauses, heartbeats, adapted requests, hedges and rescues, as a client sees them, and
 * how each is booked. {@code -Dattempts.flapping=PT60S} lets the sick upstream flap for longer.
 */
class AttemptsIT {
  private static final Duration FLAPPING =
      Duration.parse(System.getProperty("attempts.flapping", "PT5S"));
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String HEARTBEAT = "gateway.stream.heartbeat";
  private static final String COMMENT = ": keep-alive\n\n";
  private static final String ERROR = Answers.error("broken", "internal");
  private static final String IMAGE =
      ",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"seen\"},"
          + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}]}]}";

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    Tenant.Plan plan = Tenant.named("attempts").with(HEARTBEAT, "PT1S");
    for (String model : List.of("flap", "asked", "slow", "hedge", "rescue", "tool", "lost")) {
      plan.routed(model)
          .channel(model + "-bad", model, plan.simulator(), 10)
          .channel(model + "-good", model, plan.simulator(), 5)
          .with("gateway.channel.@-" + model + "-bad.timeout.first-token", "PT1S");
    }
    tenant =
        plan.routed("wait")
            .channel("wait-only", "wait", plan.simulator(), 0)
            .routed("long")
            .channel("long-only", "long", plan.simulator(), 0)
            .models("again", "beat", "beaten", "commented")
            .models("img", "blind", "sees", "big", "small")
            .with("gateway.channel.@-hedge-bad.timeout.first-token", "PT30S")
            .with("gateway.model.@-hedge.hedge.after", "PT0.3S")
            .with("gateway.model.@-rescue.rescue", "true")
            .with("gateway.channel.@-rescue-good.assistant-prefix", "partial")
            .with("gateway.model.@-tool.rescue", "true")
            .with("gateway.channel.@-tool-good.assistant-prefix", "partial")
            .with("gateway.model.@-lost.rescue", "true")
            .with("gateway.model.@-img.fallbacks", "@-blind,@-sees")
            .with("gateway.model.@-blind.capabilities", "tools")
            .with("gateway.model.@-sees.capabilities", "tools,vision")
            .with("gateway.model.@-big.fallbacks", "@-small")
            .with("gateway.model.@-small.max-output-tokens", "50")
            .start();
  }

  @AfterAll
  static void stop() {
    tenant.server().unset(List.of(HEARTBEAT));
    tenant.close();
  }

  @Test
  void clientsSeeNothingOfAnUpstreamThatFlaps() {
    AtomicInteger asked = new AtomicInteger();
    tenant
        .simulator()
        .on(
            upstream("flap-bad"),
            request ->
                asked.getAndIncrement() / 10 % 2 == 0
                    ? Script.status(500).json(ERROR)
                    : Answers.answer(request));
    AtomicInteger requests = new AtomicInteger();
    long end = System.nanoTime() + FLAPPING.toNanos();
    List<CompletableFuture<Void>> clients =
        IntStream.range(0, 4)
            .mapToObj(
                client ->
                    CompletableFuture.runAsync(
                        () -> {
                          while (System.nanoTime() < end) {
                            requests.incrementAndGet();
                            tenant.postChat("flap", "never mind").assertOk();
                          }
                        }))
            .toList();
    clients.forEach(CompletableFuture::join);

    assertTrue(requests.get() > 20, requests + " requests");
    assertTrue(asked.get() <= requests.get(), asked + " calls for " + requests + " requests");
    List<UsageRecord> records = records("flap");
    assertEquals(requests.get(), records.stream().filter(r -> charged(r)).count());
    assertTrue(
        records.stream().allMatch(r -> charged(r) == r.endState().equals("complete")),
        records.toString());
  }

  @Test
  void theSameChannelIsAskedAgainWhenThereIsNoOther() {
    tenant.simulator().next(upstream("again"), Script.status(500).json(ERROR));
    Reply reply = tenant.postChat("again", "at last").assertOk();

    assertEquals("at last", content(reply));
    assertEquals("2", reply.header("x-gateway-attempts"));
    assertEquals(
        List.of("failed_before_output", "complete"),
        records("again").stream()
            .map(UsageRecord::endState)
            .sorted((a, b) -> b.compareTo(a))
            .toList());
  }

  @Test
  void aShortRetryAfterIsWaitedForWhenThereIsNoOther() {
    tenant
        .simulator()
        .next(
            upstream("wait-only"),
            Script.status(429).header("retry-after", "1").json(Answers.error("slow down", "rate")));
    Reply reply = tenant.postChat("wait", "thanks").assertOk();

    assertEquals("2", reply.header("x-gateway-attempts"));
    List<Exchange> calls = tenant.simulator().received().forModel(upstream("wait-only"));
    long waited = calls.get(1).receivedNanos() - calls.get(0).receivedNanos();
    assertTrue(waited >= TimeUnit.SECONDS.toNanos(1), waited + " ns");
  }

  @Test
  void aLongRetryAfterIsToldToTheClientWhenThereIsNoOther() {
    tenant
        .simulator()
        .on(
            upstream("long-only"),
            Script.status(429).header("retry-after", "77").json(Answers.error("slow", "rate")));
    Reply reply = tenant.postChat("long", "x").assertError(429, "rate_limit_exceeded");

    assertEquals("77", reply.header("retry-after"));
    assertEquals(1, tenant.simulator().received().forModel(upstream("long-only")).size());
  }

  @Test
  void aLongRetryAfterIsNotWaitedForWhenThereIsAnother() {
    tenant
        .simulator()
        .on(
            upstream("asked-bad"),
            Script.status(429).header("retry-after", "77").json(Answers.error("slow", "rate")));
    Reply reply = tenant.postChat("asked", "elsewhere").assertOk();

    assertEquals(upstream("asked-good"), reply.header("x-gateway-channel"));
    assertEquals("2", reply.header("x-gateway-attempts"));
  }

  @Test
  void aFirstTokenThatDoesNotComeIsAskedForElsewhere() {
    tenant.simulator().on(upstream("slow-bad"), Script.sse().event(Chunks.role()).stall());
    try (EventStream stream = tenant.streamChat("slow", "from the other")) {
      List<String> events = stream.rest();

      assertEquals("from the other", EventStream.text(events));
      assertEquals("[DONE]", events.get(events.size() - 1));
    }
  }

  @Test
  void aResponseThatIsLongInComingBeginsWithAComment() {
    Gate gate = new Gate();
    tenant.simulator().on(upstream("beat"), r -> Answers.answer(r).afterGate(gate));
    try (EventStream stream = tenant.streamChat("beat", "at last")) {
      assertEquals(200, stream.status());
      assertEquals("text/event-stream", stream.header("content-type").split(";")[0]);
      gate.open();
      List<String> events = stream.rest();

      assertEquals("at last", EventStream.text(events));
      assertEquals("[DONE]", events.get(events.size() - 1));
    }
    assertEquals(List.of("complete"), endStates("beat"));
  }

  @Test
  void commentsGoOnUntilTheAnswerBegins() throws IOException {
    Duration twoBeats = Duration.ofMillis(5_500);
    tenant.simulator().on(upstream("commented"), r -> Answers.answer(r).afterPause(twoBeats));
    Reply reply = raw("commented", ",\"stream\":true");

    assertTrue(reply.body().startsWith(COMMENT + COMMENT), reply.body());
    assertTrue(reply.body().endsWith("data: [DONE]\n\n"), reply.body());
    Reply json = raw("commented", "").assertOk();
    assertFalse(json.body().contains("keep-alive"), json.body());
  }

  @Test
  void aRequestThatFailsAfterACommentEndsWithAnErrorEvent() throws IOException {
    tenant
        .simulator()
        .on(
            upstream("beaten"),
            Script.status(400)
                .json(Answers.error("'top_p' is too large", "invalid_request_error", null))
                .afterPause(Duration.ofSeconds(3)));
    Reply reply = raw("beaten", ",\"stream\":true");

    assertEquals(200, reply.status());
    assertTrue(reply.body().startsWith(COMMENT), reply.body());
    String last = reply.body().substring(reply.body().lastIndexOf("data: ") + 6);
    assertEquals("invalid_request", Doc.parse(last).at("error", "code").text());
    assertFalse(reply.body().contains("[DONE]"), reply.body());
    assertTrue(records("beaten").stream().noneMatch(AttemptsIT::charged));
  }

  @Test
  void aRivalOfASlowFirstCandidateWinsAndTheLoserIsCancelledAndBooked() {
    tenant.simulator().on(upstream("hedge-bad"), Script.sse().event(Chunks.role()).stall());
    try (EventStream stream = tenant.streamChat("hedge", "the rival")) {
      assertEquals("the rival", EventStream.text(stream.rest()));
      assertEquals("2", stream.header("x-gateway-attempts"));
      assertEquals(upstream("hedge-good"), stream.header("x-gateway-channel"));
    }
    Exchange loser = tenant.simulator().received().awaitModel(upstream("hedge-bad"), PATIENCE);
    assertEquals(Exchange.End.PEER_CLOSED, loser.awaitEnd(PATIENCE));
    UsageRecord lost = record("hedge", "hedged_loser");
    assertEquals(0, lost.charge().signum());
    assertEquals("estimated", lost.source());
    assertTrue(lost.inputTokens() > 0 && lost.outputTokens() == 0, lost.toString());
    assertTrue(charged(record("hedge", "complete")));
  }

  @Test
  void aCutStreamIsGoneOnWithFromWhatTheClientHas() {
    tenant.simulator().on(upstream("rescue-bad"), cut("Once upon a time "));
    tenant
        .simulator()
        .on(
            upstream("rescue-good"),
            Script.sse().events(Chunks.answer(50, 3, "there ", "was a fox.")).done());
    try (EventStream stream = tenant.streamChat("rescue", "a story")) {
      List<String> events = stream.rest();

      assertEquals("Once upon a time there was a fox.", EventStream.text(events));
      assertEquals("[DONE]", events.get(events.size() - 1));
      assertTrue(
          events.stream()
              .filter(e -> !e.equals("[DONE]"))
              .anyMatch(e -> Doc.parse(e).at("gateway", "rescued").isTrue()),
          events.toString());
    }
    Doc messages =
        tenant.simulator().received().lastFor(upstream("rescue-good")).json().at("messages");
    assertEquals("Once upon a time ", messages.at(1, "content").text());
    assertTrue(messages.at(1, "partial").isTrue(), messages.toString());
    assertEquals(0, record("rescue", "rescued").charge().signum());
    UsageRecord whole = record("rescue", "complete");
    assertEquals(0, new BigDecimal("0.000056").compareTo(whole.charge()), whole.toString());
    assertEquals(2, records("rescue").size());
  }

  @Test
  void aCutToolCallIsNotGoneOnWith() {
    tenant
        .simulator()
        .on(
            upstream("tool-bad"),
            Script.sse()
                .event(Chunks.role())
                .event(
                    Chunks.delta(
                        "{\"content\":\"Let me see\",\"tool_calls\":[{\"index\":0,\"id\":\"c\","
                            + "\"type\":\"function\",\"function\":{\"name\":\"f\","
                            + "\"arguments\":\"{\"}}]}"))
                .cut());
    try (EventStream stream = tenant.streamChat("tool", "x")) {
      assertBroken(stream.rest());
    }
    assertEquals(List.of(), tenant.simulator().received().forModel(upstream("tool-good")));
    assertEquals(List.of("cut"), endStates("tool"));
  }

  @Test
  void aCutStreamStaysCutWhenNobodyGoesOnWithABeginning() {
    tenant.simulator().on(upstream("lost-bad"), cut("Once "));
    try (EventStream stream = tenant.streamChat("lost", "x")) {
      assertBroken(stream.rest());
    }
    assertEquals(List.of(), tenant.simulator().received().forModel(upstream("lost-good")));
    assertEquals(List.of("cut"), endStates("lost"));
  }

  @Test
  void imagesGoOnlyToModelsThatSeeThem() {
    tenant.simulator().on(upstream("img"), Script.status(500).json(ERROR));
    String body = "{\"model\":\"" + tenant.model("img") + "\"" + IMAGE;
    Reply reply = tenant.http().post("/v1/chat/completions", body).assertOk();

    assertEquals(upstream("sees"), reply.header("x-gateway-model"));
    assertEquals("2", reply.header("x-gateway-attempts"));
    String blind = "{\"model\":\"" + tenant.model("blind") + "\"" + IMAGE;
    Reply refused =
        tenant.http().post("/v1/chat/completions", blind).assertError(400, "unsupported_parameter");
    assertEquals("messages", refused.error().at("param").text());
    assertEquals(List.of(), tenant.simulator().received().forModel(upstream("blind")));
  }

  @Test
  void aRequestIsAdaptedForTheModelThatStandsIn() {
    tenant.simulator().on(upstream("big"), Script.status(500).json(ERROR));
    Reply reply =
        tenant
            .http()
            .post("/v1/chat/completions", tenant.chat("big", "short", ",\"max_tokens\":100"))
            .assertOk();

    assertEquals("max_tokens=50", reply.header("x-gateway-adjusted"));
    assertEquals(
        50,
        tenant.simulator().received().lastFor(upstream("small")).json().at("max_tokens").integer());
  }

  private static Script cut(String text) {
    return Script.sse().events(Chunks.role(), Chunks.text(text)).cut();
  }

  private static void assertBroken(List<String> events) {
    String last = events.get(events.size() - 1);
    assertTrue(Doc.parse(last).at("error", "code").present(), events.toString());
  }

  private static Reply raw(String model, String more) throws IOException {
    byte[] body = tenant.chat(model, "some words", more).getBytes(StandardCharsets.UTF_8);
    try (RawCall call = new RawCall(tenant.baseUrl())) {
      return call.send(
              "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                  + tenant.secret()
                  + "\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n")
          .send(body)
          .read();
    }
  }

  private static boolean charged(UsageRecord record) {
    return record.charge().signum() > 0;
  }

  private static List<UsageRecord> records(String model) {
    return UsageRecord.of(tenant.http(), tenant.model(model));
  }

  private static List<String> endStates(String model) {
    return records(model).stream().map(UsageRecord::endState).toList();
  }

  private static UsageRecord record(String model, String endState) {
    List<UsageRecord> found =
        records(model).stream().filter(r -> r.endState().equals(endState)).toList();
    assertEquals(1, found.size(), records(model).toString());
    return found.get(0);
  }

  private static String upstream(String name) {
    return tenant.model(name);
  }

  private static String content(Reply reply) {
    return reply.json().at("choices", 0, "message", "content").text();
  }
}
