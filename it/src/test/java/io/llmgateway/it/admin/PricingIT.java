package io.llmgateway.it.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Script;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Prices, exchange rates and terms of the admin API, and what calls cost by them. */
class PricingIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String PRICES = "/admin/api/prices";
  private static final String RATES = "/admin/api/exchange-rates";

  private static Tenant tenant;
  private static Http admin;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("pricing")
            .models("declared")
            .unpriced("open")
            .unpriced("ahead")
            .unpriced("yuan")
            .unpriced("file-1")
            .unpriced("file-2")
            .with("gateway.account.@-marked.opening-balance", "100")
            .with("gateway.key.@-of-marked.secret", "sk-test-secret-of-@-of-marked")
            .with("gateway.key.@-of-marked.account", "@-marked")
            .start();
    admin = Http.as(Operator.ADMIN, tenant.server());
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @Test
  void aModelIsChargedByWhatAnAdministratorSaysFromThenOn() {
    tenant.postChat("open", "x").assertError(422, "model_not_priced");
    Doc price =
        created(
            PRICES,
            """
            {"model":"%s","currency":"USD","source":"contract 12","input":"1","output":2,
             "cache_read":0.1,"reasoning":"10","request":"0.5","image":"0.25",
             "variants":[{"above_input_tokens":100,"input":"4","output":"8"}]}"""
                .formatted(tenant.model("open")));
    assertEquals("admin", price.at("principal").text());
    assertEquals("admin", price.at("origin").text());
    assertEquals("operator", price.at("kind").text());

    answer("open", 100, 80, 50, 20);
    tenant.http().post(CHAT, chatWithImages("open", 2)).assertOk();
    answer("open", 101, 0, 50, 20);
    tenant.http().post(CHAT, chatWithImages("open", 2)).assertOk();

    List<UsageRecord> records = UsageRecord.of(tenant.http(), tenant.model("open"));
    // (20 x 1 + 80 x 0.1 + 30 x 2 + 20 x 10) / 1,000,000 + 0.5 + 2 x 0.25
    assertAmount("1.000288", records.get(0).charge());
    // (101 x 4 + 50 x 8) / 1,000,000: a tier has a full set of prices of its own
    assertAmount("0.000804", records.get(1).charge());
    Doc usage = tenant.http().get("/v1/usage?limit=1000").json();
    Doc last = usage.at("data", usage.at("data").items().size() - 1);
    assertEquals(2, last.at("images").integer());
    assertTrue(
        admin
            .get("/admin/api/audit?action=pricing.append&limit=1000")
            .body()
            .contains(price.at("id").text()));
  }

  @Test
  void aPriceThatIsSetAheadTakesOverByItself() {
    String price =
        "{\"model\":\"" + tenant.model("ahead") + "\",\"currency\":\"USD\",\"source\":\"s\",";
    created(PRICES, price + "\"input\":1,\"output\":1}");
    Instant from = Instant.now().plusSeconds(4);
    created(PRICES, price + "\"input\":7,\"output\":7,\"valid_from\":\"" + from + "\"}");
    tenant.postChat("ahead", "one two").assertOk();
    assertAmount("0.000004", last("ahead").charge());
    Await.until(
        "the price takes over",
        Duration.ofSeconds(15),
        () -> {
          tenant.postChat("ahead", "one two").assertOk();
          return last("ahead").charge().compareTo(new BigDecimal("0.000028")) == 0;
        });
    assertFalse(Instant.now().isBefore(from));
    String model = "&model=" + tenant.model("ahead");
    Doc later = admin.get(PRICES + "?in_force_at=" + from + model).assertOk().json();
    assertEquals(1, later.at("data").items().size());
    assertEquals(7, later.at("data", 0, "input").integer());
  }

  @Test
  void whatTheConfigurationDeclaresAndWhatIsPastDoesNotChange() {
    String price = "{\"model\":\"%s\",\"currency\":\"USD\",\"source\":\"s\",\"input\":1%s}";
    admin.post(PRICES, price.formatted(tenant.model("declared"), "")).assertError(409, "conflict");
    Reply past =
        admin.post(PRICES, price.formatted("any", ",\"valid_from\":\"2026-01-01T00:00:00Z\""));
    assertEquals("valid_from", past.assertError(400, "invalid_request").error().at("param").text());
    Reply odd = admin.post(PRICES, price.formatted("any", ",\"variants\":[{\"input\":-1}]"));
    assertEquals(
        "variants[0].input", odd.assertError(400, "invalid_request").error().at("param").text());
    admin
        .post("/admin/api/accounts/no-such-account/terms", "{\"price_factor\":1,\"source\":\"s\"}")
        .assertError(404, "not_found");
    Http auditor = Http.as(Operator.AUDITOR, tenant.server());
    auditor.get(PRICES + "?kind=list&limit=1").assertOk();
    auditor.get(RATES).assertOk();
    auditor.get("/admin/api/accounts/" + tenant.name() + "/terms").assertOk();
    auditor.post(PRICES, price.formatted("any", "")).assertError(403, "permission_denied");
    auditor.post(RATES, "{}").assertError(403, "permission_denied");
  }

  @Test
  void aPriceInAnotherCurrencyNeedsARate() {
    String from = currencyOfItsOwn();
    created(
        PRICES,
        "{\"model\":\"%s\",\"currency\":\"%s\",\"source\":\"s\",\"input\":10,\"output\":10}"
            .formatted(tenant.model("yuan"), from));
    tenant.postChat("yuan", "x").assertError(422, "model_not_priced");
    created(
        RATES,
        "{\"from\":\"%s\",\"to\":\"USD\",\"rate\":\"0.14\",\"source\":\"a bank\"}".formatted(from));
    tenant.postChat("yuan", "one two").assertOk();
    assertAmount("0.0000056", last("yuan").charge());
    Doc rates = admin.get(RATES + "?from=" + from + "&limit=1000").assertOk().json();
    assertEquals("a bank", rates.at("data", 0, "source").text());
  }

  @Test
  void anAccountPaysByItsTerms() {
    String terms = "/admin/api/accounts/" + tenant.name() + "-marked/terms";
    Http app = tenant.http("of-marked");
    app.post(CHAT, tenant.chat("declared", "one two")).assertOk();
    created(terms, "{\"price_factor\":\"1.10\",\"source\":\"contract 13\"}");
    app.post(CHAT, tenant.chat("declared", "one two")).assertOk();
    created(terms, "{\"withdrawn\":true,\"source\":\"contract ended\"}");
    app.post(CHAT, tenant.chat("declared", "one two")).assertOk();
    assertEquals(
        "0.000006 0.0000066 0.000006",
        UsageRecord.all(app).stream()
            .map(r -> r.charge().stripTrailingZeros().toPlainString())
            .collect(Collectors.joining(" ")));
    assertEquals(2, admin.get(terms).assertOk().json().at("data").items().size());
  }

  @Test
  void aFileIsTakenWholeOrTheWrongLineIsNamed() {
    String head = "model,above_input_tokens,currency,input,output,source\n";
    String first = tenant.model("file-1") + ",,USD,1,1,list\n";
    String tier = tenant.model("file-1") + ",1,,3,3,\n";
    String second = tenant.model("file-2") + ",,USD,%s,2,list\n";
    String type = "text/csv; charset=utf-8";
    Reply wrong =
        admin.post(PRICES, head + first + tier + second.formatted("two"), "content-type", type);
    assertEquals(
        "line 4.input", wrong.assertError(400, "invalid_request").error().at("param").text());
    tenant.postChat("file-1", "x").assertError(422, "model_not_priced");

    Reply taken =
        admin.post(PRICES, head + first + tier + second.formatted("2"), "content-type", type);
    assertEquals(201, taken.status(), taken.toString());
    assertEquals(2, taken.json().at("data").items().size());
    tenant.postChat("file-1", "one two").assertOk();
    assertAmount("0.000012", last("file-1").charge());
    tenant.postChat("file-2", "one two").assertOk();
    assertAmount("0.000008", last("file-2").charge());
  }

  private static Doc created(String path, String body) {
    Reply reply = admin.post(path, body);
    assertEquals(201, reply.status(), reply.toString());
    return reply.json();
  }

  private static UsageRecord last(String model) {
    List<UsageRecord> records = UsageRecord.of(tenant.http(), tenant.model(model));
    return records.get(records.size() - 1);
  }

  private static void answer(String model, long input, long cached, long output, long reasoning) {
    String usage =
        """
        {"prompt_tokens":%d,"completion_tokens":%d,"total_tokens":%d,
         "prompt_tokens_details":{"cached_tokens":%d},
         "completion_tokens_details":{"reasoning_tokens":%d}}"""
            .formatted(input, output, input + output, cached, reasoning);
    tenant.simulator().next(tenant.model(model), Script.json(Chunks.whole("x", usage)));
  }

  private static String chatWithImages(String model, int images) {
    String image = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}";
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":[%s]}]}"
        .formatted(
            tenant.model(model),
            Stream.concat(
                    Stream.of("{\"type\":\"text\",\"text\":\"What is it?\"}"),
                    Stream.generate(() -> image).limit(images))
                .collect(Collectors.joining(",")));
  }

  /** A database may outlive a run, and its exchange rates with it. */
  private static String currencyOfItsOwn() {
    List<String> rare = List.of("TOP", "WST", "VUV", "SBD", "PGK", "MOP", "BTN", "MVR", "KMF");
    return rare.stream()
        .filter(c -> admin.get(RATES + "?from=" + c).json().at("data").items().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  private static void assertAmount(String expected, BigDecimal amount) {
    assertEquals(0, new BigDecimal(expected).compareTo(amount), () -> expected + " " + amount);
  }
}
