package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.client.Wallet;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Gate;
import io.llmgateway.it.simulator.Script;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each kind of end costs: the wallet and the usage records agree to the last digit. */
class LedgerIT {
  private static final Duration SETTLES = Duration.ofSeconds(10);
  private static final String STREAM = ",\"stream\":true";

  private static Tenant tenant;

  private BigDecimal before;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("ledger")
            .models("json", "stream", "failed", "cut", "gone", "limit", "embed", "legacy", "held")
            .models("no-usage", "no-usage-sse", "negative", "absurd", "overflow", "cumulative")
            .models("cached", "page", "first", "second")
            .unpriced("unpriced")
            .with("gateway.model.@-second.price.input", "10.00")
            .with("gateway.model.@-second.price.output", "20.00")
            .with("gateway.model.@-first.fallbacks", "@-second")
            .with("gateway.model.@-cached.price.cache-read", "0.10")
            .with("gateway.account.@-poor.opening-balance", "0.01")
            .with("gateway.account.@-poor.currency", "USD")
            .with("gateway.key.@-of-poor.secret", "sk-test-secret-of-@-of-poor")
            .with("gateway.key.@-of-poor.account", "@-poor")
            .start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @BeforeEach
  void readBalance() {
    before = tenant.balance();
  }

  @AfterEach
  void holdsNothingAndBooksWhatItRecords() {
    Await.until("nothing is held", SETTLES, () -> Wallet.of(tenant.http()).held().signum() == 0);
    Wallet wallet = Wallet.of(tenant.http());
    BigDecimal charged =
        UsageRecord.all(tenant.http()).stream()
            .map(UsageRecord::charge)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    assertAmount(new BigDecimal("1000").subtract(charged), wallet.balance());
    assertAmount(wallet.balance(), wallet.available());
    assertEquals("USD", wallet.currency());
  }

  @Test
  void chargesUsageTimesPriceForAJsonAnswer() {
    Reply reply = tenant.postChat("json", "one two three four").assertOk();

    UsageRecord record = only("json");
    assertAmount("0.000012", record.charge());
    assertEquals(reply.header("x-request-id"), record.requestId());
    assertEquals("complete", record.endState());
    assertEquals("reported", record.source());
    assertEquals(4, record.inputTokens());
    assertEquals(4, record.outputTokens());
    assertCharged("0.000012");
  }

  @Test
  void chargesAStreamBeforeItsLastByte() {
    try (EventStream stream = tenant.streamChat("stream", "one two three four")) {
      List<String> events = stream.rest();
      assertEquals("[DONE]", events.get(events.size() - 1));
    }

    assertCharged("0.000012");
    assertAmount("0.000012", only("stream").charge());
  }

  @Test
  void chargesNothingForAFailedCall() {
    tenant.simulator().on(tenant.model("failed"), Script.status(500).json("{}"));

    tenant.postChat("failed", "x").assertError(502, "upstream_error");

    assertCharged("0");
    for (UsageRecord record : UsageRecord.of(tenant.http(), tenant.model("failed"))) {
      assertEquals("failed_before_output", record.endState());
      assertAmount("0", record.charge());
    }
  }

  @Test
  void chargesNothingForAStreamThatTheProviderCut() {
    tenant
        .simulator()
        .next(tenant.model("cut"), Script.sse().events(Chunks.role(), Chunks.text("Hello ")).cut());

    try (EventStream stream = tenant.streamChat("cut", "x")) {
      stream.rest();
    }

    UsageRecord record = UsageRecord.awaitOne(tenant.http(), tenant.model("cut"));
    assertEquals("cut", record.endState());
    assertAmount("0", record.charge());
    assertCharged("0");
  }

  @Test
  void chargesTheDeliveredPartWhenTheClientGoesAway() {
    Gate gate = new Gate();
    tenant
        .simulator()
        .next(
            tenant.model("gone"),
            Script.sse()
                .events(Chunks.role(), Chunks.text("one "), Chunks.text("two "))
                .gate(gate)
                .events(Chunks.text("never delivered ".repeat(1000)), Chunks.finish("stop"))
                .events(Chunks.usage(1, 2002))
                .done());

    try (EventStream stream = tenant.streamChat("gone", "x")) {
      assertEquals("one ", stream.nextText());
      assertEquals("two ", stream.nextText());
    }

    UsageRecord record = UsageRecord.awaitOne(tenant.http(), tenant.model("gone"));
    gate.open();
    assertEquals("client_gone", record.endState());
    assertTrue(record.outputTokens() > 0 && record.outputTokens() < 20, record.toString());
    assertAmount(price(record), record.charge());
    assertCharged(record.charge().toPlainString());
  }

  @Test
  void estimatesAndMarksAMissingUsage() {
    tenant
        .simulator()
        .next(tenant.model("no-usage"), Script.json(Chunks.whole("some words here", null)));

    Doc answer = tenant.postChat("no-usage", "a few words").assertOk().json();

    UsageRecord record = only("no-usage");
    assertEstimated("estimated", record);
    assertEquals(record.outputTokens(), answer.at("usage", "completion_tokens").integer());
    assertEquals(record.inputTokens(), answer.at("usage", "prompt_tokens").integer());
  }

  @Test
  void estimatesAndMarksTheMissingUsageOfAStream() {
    tenant
        .simulator()
        .next(
            tenant.model("no-usage-sse"),
            Script.sse()
                .events(Chunks.role(), Chunks.text("some words here"), Chunks.finish("stop"))
                .done());

    try (EventStream stream = tenant.streamChat("no-usage-sse", "a few words")) {
      stream.rest();
    }

    assertEstimated("estimated", only("no-usage-sse"));
  }

  @Test
  void refusesANegativeUsage() {
    assertRefused(
        "negative", "{\"prompt_tokens\":-5,\"completion_tokens\":-7,\"total_tokens\":-12}");
  }

  @Test
  void refusesAnAbsurdUsage() {
    assertRefused("absurd", Chunks.usageObject(1, 5_000_000_000_000L));
  }

  @Test
  void refusesAUsageThatOverflows() {
    assertRefused("overflow", "{\"prompt_tokens\":1e30,\"completion_tokens\":9223372036854775808}");
  }

  @Test
  void chargesACumulativeUsageOnce() {
    String chunk = Chunks.text("Hello ");
    String withUsage =
        chunk.substring(0, chunk.length() - 1) + ",\"usage\":" + Chunks.usageObject(3, 1) + "}";
    tenant
        .simulator()
        .next(
            tenant.model("cumulative"),
            Script.sse()
                .events(Chunks.role(), withUsage, withUsage, Chunks.finish("stop"))
                .events(Chunks.usage(3, 2), Chunks.usage(3, 2))
                .done());

    try (EventStream stream = tenant.streamChat("cumulative", "x")) {
      stream.rest();
    }

    assertAmount("0.000007", only("cumulative").charge());
  }

  @Test
  void chargesCachedInputAtItsOwnPrice() {
    tenant
        .simulator()
        .next(
            tenant.model("cached"),
            Script.json(
                Chunks.whole(
                    "x",
                    "{\"prompt_tokens\":100,\"completion_tokens\":1,\"total_tokens\":101,"
                        + "\"prompt_tokens_details\":{\"cached_tokens\":80}}")));

    tenant.postChat("cached", "x").assertOk();

    assertAmount("0.00003", only("cached").charge());
  }

  @Test
  void chargesTheModelThatAnswered() {
    tenant.simulator().on(tenant.model("first"), Script.status(500).json("{}"));

    tenant.postChat("first", "one two").assertOk();

    assertCharged("0.00006");
    List<UsageRecord> attempts = UsageRecord.of(tenant.http(), tenant.model("first"));
    UsageRecord last = attempts.get(attempts.size() - 1);
    assertAmount("0.00006", last.charge());
    assertEquals(1, attempts.stream().filter(a -> a.charge().signum() > 0).count());
    assertEquals(1, attempts.stream().map(UsageRecord::callId).distinct().count());
  }

  @Test
  void chargesEmbeddingsByTheirInput() {
    tenant
        .http()
        .post("/v1/embeddings", "{\"model\":\"" + tenant.model("embed") + "\",\"input\":\"a b c\"}")
        .assertOk();

    assertCharged("0.000003");
    assertAmount("0.000003", only("embed").charge());
  }

  @Test
  void chargesLegacyCompletions() {
    tenant
        .http()
        .post(
            "/v1/completions", "{\"model\":\"" + tenant.model("legacy") + "\",\"prompt\":\"a b\"}")
        .assertOk();

    assertCharged("0.000006");
  }

  @Test
  void refusesAModelWithoutAPriceBeforeAnyProviderIsCalled() {
    tenant.postChat("unpriced", "x").assertError(422, "model_not_priced");

    assertEquals(List.of(), tenant.simulator().received().forModel(tenant.model("unpriced")));
    assertCharged("0");
  }

  @Test
  void refusesWhatTheWalletCanNotCoverInTheWorstCase() {
    String path = "/v1/chat/completions";

    tenant
        .http("of-poor")
        .post(path, tenant.chat("limit", "x", ",\"max_tokens\":6000"))
        .assertError(402, "insufficient_funds");
    tenant
        .http("of-poor")
        .post(path, tenant.chat("limit", "x", ",\"max_tokens\":2000,\"n\":3"))
        .assertError(402, "insufficient_funds");
    tenant
        .http("of-poor")
        .post(path, tenant.chat("limit", "x", ",\"max_tokens\":1000000000"))
        .assertError(402, "insufficient_funds");
    assertEquals(List.of(), tenant.simulator().received().forModel(tenant.model("limit")));

    tenant.http("of-poor").post(path, tenant.chat("limit", "x", ",\"max_tokens\":4000")).assertOk();

    assertAmount("0.009997", Wallet.of(tenant.http("of-poor")).balance());
    assertAmount("0", Wallet.of(tenant.http("of-poor")).held());
  }

  @Test
  void holdsTheWorstCaseWhileACallIsInFlight() {
    Gate gate = new Gate();
    tenant
        .simulator()
        .next(
            tenant.model("held"),
            Script.sse()
                .events(Chunks.role(), Chunks.text("one "))
                .gate(gate)
                .events(Chunks.finish("stop"), Chunks.usage(1, 1))
                .done());

    try (EventStream stream =
        tenant.http().stream(
            "/v1/chat/completions", tenant.chat("held", "x", STREAM + ",\"max_tokens\":1000"))) {
      assertEquals("one ", stream.nextText());
      Wallet wallet = Wallet.of(tenant.http());
      assertTrue(wallet.held().compareTo(new BigDecimal("0.002")) >= 0, wallet.toString());
      assertAmount(wallet.balance().subtract(wallet.held()), wallet.available());
      assertAmount(before, wallet.balance());
      gate.open();
      stream.rest();
    }

    assertCharged("0.000003");
  }

  @Test
  void listsUsagePageByPage() {
    for (int i = 0; i < 5; i++) {
      tenant.postChat("page", "x").assertOk();
    }
    List<UsageRecord> all = UsageRecord.all(tenant.http());
    Doc first = tenant.http().get("/v1/usage?limit=2").assertOk().json();
    Doc second =
        tenant
            .http()
            .get("/v1/usage?limit=2&after=" + first.at("last_id").text())
            .assertOk()
            .json();

    assertEquals(2, first.at("data").items().size());
    assertTrue(first.at("has_more").isTrue());
    assertEquals(all.get(0).callId(), first.at("data", 0, "call_id").text());
    assertEquals(all.get(2).callId(), second.at("data", 0, "call_id").text());
    assertEquals(5, UsageRecord.of(tenant.http(), tenant.model("page")).size());
  }

  private static void assertRefused(String model, String usage) {
    tenant.simulator().next(tenant.model(model), Script.json(Chunks.whole("some words", usage)));

    tenant.postChat(model, "a few words").assertOk();

    assertEstimated("refused_and_estimated", only(model));
  }

  private static void assertEstimated(String source, UsageRecord record) {
    assertEquals(source, record.source());
    assertEquals("complete", record.endState());
    assertTrue(record.inputTokens() > 0 && record.inputTokens() < 50, record.toString());
    assertTrue(record.outputTokens() > 0 && record.outputTokens() < 50, record.toString());
    assertAmount(price(record), record.charge());
  }

  private static UsageRecord only(String model) {
    List<UsageRecord> records = UsageRecord.of(tenant.http(), tenant.model(model));
    assertEquals(1, records.size(), records.toString());
    return records.get(0);
  }

  private static BigDecimal price(UsageRecord record) {
    return BigDecimal.valueOf(record.inputTokens() + 2L * record.outputTokens()).movePointLeft(6);
  }

  private void assertCharged(String amount) {
    assertAmount(before.subtract(new BigDecimal(amount)), tenant.balance());
  }

  private static void assertAmount(String expected, BigDecimal actual) {
    assertAmount(new BigDecimal(expected), actual);
  }

  private static void assertAmount(BigDecimal expected, BigDecimal actual) {
    assertEquals(0, expected.compareTo(actual), () -> expected + " expected, but is " + actual);
  }
}
