package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.RawCall;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same request under the same Idempotency-Key is one call and one charge. */
@Timeout(120)
class IdempotencyIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String KEY = "Idempotency-Key";
  private static final String REPLAYED = "idempotent-replayed";
  private static final String STREAM =
      ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
  private static final Duration ARRIVES = Duration.ofSeconds(20);

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("idem")
            .models("json", "stream", "tools", "vectors", "prompts", "resumed", "many", "body")
            .models(
                "failing", "cut", "filtered", "gone-stream", "gone-json", "keyless", "keys", "long")
            .key("other", Map.of())
            .start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void givesTheSameDocumentAgainAndChargesItOnce() {
    Reply first = chat("json", "k1", "one two three", "").assertOk();
    BigDecimal balance = tenant.balance();
    Reply again = chat("json", "k1", "one two three", "").assertOk();

    assertEquals(first.body(), again.body());
    assertNull(first.header(REPLAYED));
    assertEquals("true", again.header(REPLAYED));
    for (String header : List.of("x-gateway-channel", "x-gateway-model", "x-gateway-attempts")) {
      assertEquals(first.header(header), again.header(header));
    }
    assertCalledAndChargedOnce("json");
    assertEquals(balance, tenant.balance());
  }

  @Test
  void streamsTheSameEventsAgain() {
    String request = tenant.chat("stream", "one \u7b54\u3048 \ud83d\ude00 four", STREAM);
    try (EventStream first = tenant.http().stream(CHAT, request, KEY, "stream");
        EventStream again = tenant.http().stream(CHAT, request, KEY, "stream")) {
      List<String> events = first.rest();
      assertEquals(events, again.rest());
      assertEquals("[DONE]", events.get(events.size() - 1));
      assertTrue(events.size() > 4, events.toString());
      assertNull(first.header(REPLAYED));
      assertEquals("true", again.header(REPLAYED));
    }
    assertCalledAndChargedOnce("stream");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",\"stream\":true"})
  void givesToolCallsAgain(String stream) {
    String tools =
        stream
            + ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
            + "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]";
    String key = "k" + stream.length();
    int before = calls("tools");
    Reply first = chat("tools", key, "call", tools).assertOk();

    assertTrue(first.body().contains("\"weather\""), first.toString());
    assertEquals(first.body(), chat("tools", key, "call", tools).assertOk().body());
    assertEquals(1, calls("tools") - before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "base64"})
  void givesVectorsAgain(String format) {
    String request =
        "{\"model\":\"%s\",\"input\":[\"one\",\"two three\"],\"encoding_format\":\"%s\"}"
            .formatted(tenant.model("vectors"), format);
    int before = calls("vectors");
    Reply first = tenant.http().post("/v1/embeddings", request, KEY, format).assertOk();
    Reply again = tenant.http().post("/v1/embeddings", request, KEY, format).assertOk();

    assertEquals(first.body(), again.body());
    assertEquals("true", again.header(REPLAYED));
    assertEquals(1, calls("vectors") - before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", "true"})
  void givesTheAnswersToSeveralPromptsAgain(String stream) {
    int before = calls("prompts");
    Reply first = complete("prompts", "k-" + stream, stream).assertOk();
    Reply again = complete("prompts", "k-" + stream, stream).assertOk();

    assertEquals(first.body(), again.body());
    assertTrue(first.body().contains("three"), first.toString());
    assertEquals("true", again.header(REPLAYED));
    assertEquals(2, calls("prompts") - before);
  }

  @Test
  void callsOnlyThePromptsThatWereNotChargedYet() {
    Script failure = Script.status(500).json(Answers.error("no", "internal"));
    tenant.simulator().next(tenant.model("resumed"), r -> Answers.answer(r));
    tenant
        .simulator()
        .next(tenant.model("resumed"), Collections.nCopies(5, failure).toArray(Script[]::new));
    complete("resumed", "k", "false").assertError(502, "upstream_error");
    Reply second = complete("resumed", "k", "false").assertOk();

    assertNull(second.header(REPLAYED));
    assertEquals(second.body(), complete("resumed", "k", "false").assertOk().body());
    assertEquals(1 + 5 + 1, calls("resumed"));
    assertEquals(2, charged("resumed"));
  }

  @Test
  void answersFiftyAtOnceWithOneCall() {
    Gate gate = new Gate();
    tenant.simulator().on(tenant.model("many"), r -> Answers.answer(r).afterGate(gate));
    String request = tenant.chat("many", "one two");
    List<CompletableFuture<Reply>> replies =
        IntStream.range(0, 50)
            .mapToObj(i -> tenant.http().postLater(CHAT, request, KEY, "many"))
            .toList();
    gate.awaitReached(ARRIVES);
    gate.open();
    List<Reply> answers = replies.stream().map(CompletableFuture::join).toList();

    answers.forEach(Reply::assertOk);
    assertEquals(1, answers.stream().map(Reply::body).distinct().count());
    assertEquals(49, answers.stream().filter(r -> r.header(REPLAYED) != null).count());
    assertCalledAndChargedOnce("many");
  }

  @Test
  void refusesAnotherBodyUnderTheSameKey() {
    chat("body", "k", "one", "").assertOk();
    chat("body", "k", "one ", "").assertError(422, "idempotency_key_reused");
    chat("body", "k", "one", STREAM).assertError(422, "idempotency_key_reused");
    Reply elsewhere =
        tenant
            .http()
            .post(
                "/v1/completions",
                "{\"model\":\"" + tenant.model("body") + "\",\"prompt\":\"one\"}",
                KEY,
                "bodyk");
    elsewhere.assertError(422, "idempotency_key_reused");
    assertCalledAndChargedOnce("body");
  }

  @Test
  void letsAFailedCallBeMadeAgain() {
    Script failure = Script.status(500).json(Answers.error("no", "internal"));
    tenant
        .simulator()
        .next(tenant.model("failing"), Collections.nCopies(5, failure).toArray(Script[]::new));
    chat("failing", "k", "one", "").assertError(502, "upstream_error");
    assertNull(chat("failing", "k", "one", "").assertOk().header(REPLAYED));
    assertEquals("true", chat("failing", "k", "one", "").assertOk().header(REPLAYED));
    assertEquals(5 + 1, calls("failing"));
    assertEquals(1, charged("failing"));
  }

  @Test
  void letsABrokenStreamBeMadeAgain() {
    Script broken = Script.sse().events(Chunks.role(), Chunks.text("one ")).cut();
    tenant.simulator().next(tenant.model("cut"), broken);
    Reply first = chat("cut", "k", "one two", ",\"stream\":true");
    assertFalse(first.body().contains("[DONE]"), first.toString());
    Reply again = chat("cut", "k", "one two", ",\"stream\":true");
    assertTrue(again.body().contains("[DONE]"), again.toString());
    assertEquals(1, charged("cut"));
  }

  @Test
  void givesAFilteredAnswerAgain() {
    Script filtered =
        Script.sse()
            .events(Chunks.role(), Chunks.text("one "), Chunks.finish("content_filter"))
            .event(Chunks.usage(3, 1))
            .done();
    tenant.simulator().next(tenant.model("filtered"), filtered);
    String first = chat("filtered", "k", "one", ",\"stream\":true").assertOk().body();
    assertEquals(first, chat("filtered", "k", "one", ",\"stream\":true").assertOk().body());
    assertCalledAndChargedOnce("filtered");
  }

  @Test
  void goesOnWithAStreamWhoseClientHasGoneAndGivesTheWholeAnswerToTheNext() {
    Gate gate = new Gate();
    tenant
        .simulator()
        .next(
            tenant.model("gone-stream"),
            Script.sse()
                .events(Chunks.role(), Chunks.text("one "))
                .gate(gate)
                .events(Chunks.text("two "), Chunks.text("three"), Chunks.finish("stop"))
                .event(Chunks.usage(3, 3))
                .done());
    String request = tenant.chat("gone-stream", "count", ",\"stream\":true");
    EventStream first = tenant.http().stream(CHAT, request, KEY, "gone-stream");
    assertEquals("one ", first.nextText());
    first.close();
    gate.awaitReached(ARRIVES);
    CompletableFuture<Reply> again = tenant.http().postLater(CHAT, request, KEY, "gone-stream");
    gate.open();

    Reply whole = again.join().assertOk();
    assertEquals("one two three", EventStream.text(dataOf(whole)));
    assertEquals("true", whole.header(REPLAYED));
    assertEquals("complete", assertCalledAndChargedOnce("gone-stream").endState());
  }

  @Test
  void goesOnWithADocumentWhoseClientHasGone() throws IOException {
    Gate gate = new Gate();
    tenant.simulator().on(tenant.model("gone-json"), r -> Answers.answer(r).afterGate(gate));
    String request = tenant.chat("gone-json", "one two");
    try (RawCall raw = new RawCall(tenant.baseUrl())) {
      byte[] body = request.getBytes(StandardCharsets.UTF_8);
      raw.send(
              "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                  + tenant.secret()
                  + "\r\nIdempotency-Key: gone-json\r\nContent-Type: application/json\r\nContent-Length: "
                  + body.length
                  + "\r\n\r\n")
          .send(body);
      gate.awaitReached(ARRIVES);
    }
    sleep(Duration.ofSeconds(2));
    gate.open();

    Reply again = tenant.http().post(CHAT, request, KEY, "gone-json").assertOk();
    assertEquals("true", again.header(REPLAYED));
    assertEquals("complete", assertCalledAndChargedOnce("gone-json").endState());
  }

  @Test
  void makesEachCallWithoutAKey() {
    Reply first = tenant.postChat("keyless", "one").assertOk();
    Reply second = tenant.postChat("keyless", "one").assertOk();
    assertFalse(first.body().equals(second.body()));
    assertEquals(2, calls("keyless"));
  }

  @Test
  void givesEachApiKeyItsOwn() {
    String request = tenant.chat("keys", "one");
    tenant.http().post(CHAT, request, KEY, "keys").assertOk();
    tenant.http("other").post(CHAT, tenant.chat("keys", "two"), KEY, "keys").assertOk();
    assertEquals(2, calls("keys"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"with space", "\u00e9", ""})
  void refusesAKeyThatIsNotVisibleAscii(String key) throws IOException {
    try (RawCall raw = new RawCall(tenant.baseUrl())) {
      Reply refused =
          raw.send(
                  "POST /v1/chat/completions HTTP/1.1\r\nHost: gateway\r\nAuthorization: Bearer "
                      + tenant.secret()
                      + "\r\nIdempotency-Key: "
                      + key
                      + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
              .read();
      refused.assertError(400, "invalid_request");
      assertTrue(refused.body().contains("Idempotency-Key"), refused.toString());
    }
  }

  @Test
  void takesAKeyOf255CharactersAndNotOneMore() {
    chat("long", "k".repeat(251), "one", "").assertOk();
    chat("long", "k".repeat(252), "one", "").assertError(400, "invalid_request");
  }

  private static Reply chat(String model, String key, String text, String more) {
    return tenant.http().post(CHAT, tenant.chat(model, text, more), KEY, model + key);
  }

  private static Reply complete(String model, String key, String stream) {
    String request =
        "{\"model\":\"%s\",\"prompt\":[\"one two\",\"three\"],\"stream\":%s}"
            .formatted(tenant.model(model), stream);
    return tenant.http().post("/v1/completions", request, KEY, model + key);
  }

  private static List<String> dataOf(Reply stream) {
    return stream
        .body()
        .lines()
        .filter(l -> l.startsWith("data:"))
        .map(l -> l.substring("data:".length()).strip())
        .toList();
  }

  private static int calls(String model) {
    return tenant.simulator().received().forModel(tenant.model(model)).size();
  }

  private static long charged(String model) {
    return UsageRecord.of(tenant.http(), tenant.model(model)).stream()
        .filter(r -> r.charge().signum() > 0)
        .count();
  }

  /**
   * @return the usage record
   */
  private static UsageRecord assertCalledAndChargedOnce(String model) {
    assertEquals(1, calls(model));
    return UsageRecord.awaitOne(tenant.http(), tenant.model(model));
  }

  /** Gives the gateway time to notice that the client has gone, and to do the wrong thing. */
  private static void sleep(Duration time) {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
