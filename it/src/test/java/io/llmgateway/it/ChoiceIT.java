package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Exchange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is asked first, why, and that the explanation says so. */
class ChoiceIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String EXPLAIN = "/admin/api/routes/explain";
  private static final String FEEDBACK = "/v1/feedback";
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private static Tenant tenant;
  private static Tenant strict;
  private static Http admin;

  @BeforeAll
  static void start() {
    Tenant.Plan plan = Tenant.named("choice").routed("m").routed("silent").models("small", "large");
    tenant =
        plan.channel("near", "m", plan.simulator(), 5)
            .channel("far", "m", plan.simulator(), 1)
            .with("gateway.channel.@-near.region", "cn-beijing")
            .with("gateway.channel.@-near.data-retention", "none")
            .with("gateway.channel.@-near.filing", "Beijing-1")
            .channel("who", "silent", plan.simulator(), 0)
            .key("narrow", Map.of("models", "@-best,@-m"))
            .key("other-key", Map.of())
            .with("gateway.model.@-small.price.input", "0.10")
            .with("gateway.model.@-small.price.output", "0.10")
            .with("gateway.model.@-large.quality", "premium")
            .with("gateway.virtual.@-best.models", "@-small,@-large")
            .with("gateway.virtual.@-best.task.code", "@-large")
            .with("gateway.virtual.@-best.weight.quality", "0")
            .with("gateway.virtual.@-best.weight.latency", "0")
            .with("gateway.virtual.@-best.weight.feedback", "0")
            .models("seen", "unseen", "canary", "blind")
            .with("gateway.model.@-blind.capabilities", "tools")
            .with("gateway.model.@-blind.fallbacks", "@-m")
            .with("gateway.model.@-canary.split", "@-small:50")
            .with("gateway.model.@-seen.shadow", "@-unseen:100")
            .with("gateway.shadow.key", "@-copies")
            .key("copies", Map.of())
            .start();
    Tenant.Plan fenced = Tenant.named("fenced").models("own");
    strict =
        fenced
            .with("gateway.account.@.policy.regions", "cn")
            .with("gateway.account.@.policy.filed-only", "true")
            .with("gateway.account.@.policy.data-retention", "limited")
            .start();
    admin = Http.as(Operator.ADMIN, tenant.server());
  }

  @AfterAll
  static void stop() {
    strict.close();
    tenant.close();
  }

  private static Reply chat(String model, String text, String more) {
    return tenant.http().post(CHAT, tenant.chat(model, text, more));
  }

  private static Doc explain(String body, String account) {
    String question = body.substring(0, body.length() - 1) + ",\"account\":\"" + account + "\"}";
    return admin.post(EXPLAIN, question).assertOk().json();
  }

  @Test
  void followsTheClientsConstraintsAndKeepsThemToItself() {
    String near = tenant.name() + "-near";
    String far = tenant.name() + "-far";
    Map<String, String> wishes =
        Map.of(
            "\"gateway\":{\"order\":[\"%s\"]}".formatted(far),
            far,
            "\"provider\":{\"only\":[\"%s\"]}".formatted(far),
            far,
            "\"provider\":{\"ignore\":[\"%s\"]}".formatted(near),
            far,
            "\"gateway\":{\"region\":\"cn\"}",
            near,
            "\"provider\":{\"data_collection\":\"deny\",\"sort\":\"price\"}",
            near,
            "\"models\":[\"%s\"]".formatted(tenant.model("small")),
            near);
    wishes.forEach(
        (wish, channel) -> {
          String text = "wish " + Math.abs(wish.hashCode());
          Reply reply = chat("m", text, "," + wish).assertOk();
          assertEquals(channel, reply.header("x-gateway-channel"), wish);
          Exchange sent = lastWith(text);
          for (String field : List.of("gateway", "provider", "models")) {
            assertFalse(sent.json().has(field), sent.body());
          }
        });
  }

  private static Exchange lastWith(String text) {
    List<Exchange> all =
        tenant.simulator().received().matching(exchange -> exchange.body().contains(text));
    assertEquals(1, all.size());
    return all.get(0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"gateway\":{\"sort\":\"cheap\"}}#gateway.sort",
        "{\"gateway\":{\"srot\":\"price\"}}#gateway.srot",
        "{\"provider\":{\"order\":\"x\"}}#provider.order",
        "{\"gateway\":{\"max_price\":{\"prompt\":-1}}}#gateway.max_price.prompt",
        "{\"gateway\":{\"task\":\"cooking\"}}#gateway.task",
        "{\"models\":[7]}#models[0]"
      })
  void refusesAWishThatItDoesNotUnderstand(String wish) {
    String[] parts = wish.split("#");
    String more = "," + parts[0].substring(1, parts[0].length() - 1);
    Doc error = chat("m", "x", more).assertError(400, "invalid_request").json().at("error");
    assertEquals(parts[1], error.at("param").text());
  }

  @Test
  void refusesWhatNobodyCanMeet() {
    Reply dear = chat("m", "x", ",\"gateway\":{\"max_price\":0.01}");
    assertEquals(
        "gateway.max_price",
        dear.assertError(503, "no_channel_available").json().at("error").at("param").text());
    chat("m", "x", ",\"gateway\":{\"region\":\"us\"}").assertError(503, "no_channel_available");
    chat("m", "x", ",\"models\":[\"nobody-knows\"]").assertError(404, "model_not_found");
  }

  @Test
  void aPolicyFailsClosedAndNamesNobody() {
    Reply refused = strict.postChat("own", "x").assertError(403, "model_not_allowed");
    assertFalse(refused.body().contains("127.0.0.1"));
    Reply allowed = strict.http().post(CHAT, tenant.chat("m", "x")).assertOk();
    assertEquals(tenant.name() + "-near", allowed.header("x-gateway-channel"));
    strict.http().post(CHAT, tenant.chat("silent", "x")).assertError(403, "model_not_allowed");
    assertTrue(strict.simulator().received().matching(e -> true).isEmpty());
  }

  @Test
  void explainsWhatItDoesAndCallsNobody() {
    for (String text : List.of("hello there", "Write a Python function that sorts", "你好")) {
      String body = tenant.chat("best", text);
      int before = calls();
      Doc explained = explain(body, tenant.name());
      assertEquals(before, calls());

      Reply reply = tenant.http().post(CHAT, body).assertOk();
      Doc first = explained.at("candidates").items().get(0);
      assertEquals(first.at("channel").text(), reply.header("x-gateway-channel"));
      assertEquals(first.at("upstream_model").text(), reply.header("x-gateway-model"));

      Doc record = record(reply);
      assertEquals(
          explained.at("candidates").toString(), record.at("routing").at("candidates").toString());
      assertEquals(tenant.model("best"), record.at("requested_model").text());
      assertEquals(explained.at("task").text(), record.at("routing").at("task").text());
    }
  }

  @Test
  void explainsWhoWillBePassedOver() {
    String body =
        "{\"model\":\""
            + tenant.model("blind")
            + "\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\"data:image/png;base64,iVBORw0KGgo=\"}}]}]}";
    List<Doc> candidates = explain(body, tenant.name()).at("candidates").items();
    assertEquals(tenant.model("blind"), candidates.get(0).at("model").text());
    assertEquals("This model does not take images.", candidates.get(0).at("passed_over").text());
    assertFalse(candidates.get(1).has("passed_over"));

    Reply reply = tenant.http().post(CHAT, body).assertOk();
    assertEquals(candidates.get(1).at("channel").text(), reply.header("x-gateway-channel"));
    assertEquals("1", reply.header("x-gateway-attempts"));
  }

  private static int calls() {
    return tenant.simulator().received().matching(exchange -> true).size();
  }

  private static Doc record(Reply reply) {
    String id = reply.header("x-request-id");
    List<Doc> records =
        admin.get("/admin/api/usage?request_id=" + id).assertOk().json().at("data").items();
    return records.get(records.size() - 1);
  }

  @Test
  void choosesByTaskAndByPrice() {
    assertEquals(tenant.model("small"), model(chat("best", "hello", "")));
    assertEquals(tenant.model("large"), model(chat("best", "Write a Python function", "")));
    assertEquals(
        tenant.model("large"), model(chat("best", "hello", ",\"gateway\":{\"task\":\"code\"}")));
    assertEquals(
        tenant.model("large"),
        model(chat("best", "hello", ",\"gateway\":{\"quality\":\"premium\"}")));
    Reply narrow = tenant.http("narrow").post(CHAT, tenant.chat("best", "hello"));
    assertEquals(tenant.model("small"), model(narrow));
  }

  private static String model(Reply reply) {
    return reply.assertOk().header("x-gateway-model");
  }

  @Test
  void explainsWhoIsOutAndWhy() {
    Doc refused = explain(tenant.chat("silent", "x"), strict.name());
    assertEquals("model_not_allowed", refused.at("error").at("code").text());
    assertEquals("policy_region", refused.at("excluded").items().get(0).at("code").text());
    assertTrue(refused.at("candidates").items().isEmpty());
    Doc wished = explain(tenant.chat("m", "x", ",\"gateway\":{\"region\":\"cn\"}"), tenant.name());
    assertEquals("region", wished.at("excluded").items().get(0).at("code").text());
    assertEquals(1, wished.at("candidates").items().size());

    admin.post(EXPLAIN, tenant.chat("m", "x")).assertError(400, "invalid_request");
    Http.as(Operator.AUDITOR, tenant.server())
        .post(EXPLAIN, tenant.chat("m", "x"))
        .assertError(403, "permission_denied");
  }

  @Test
  void takesOneWordForEachCallOfTheOwnAccount() {
    Reply reply = chat("best", "Write a Python function", "").assertOk();
    String id = reply.header("x-request-id");
    String bad = "{\"request_id\":\"%s\",\"score\":-1,\"comment\":\"no\"}".formatted(id);
    String good = "{\"request_id\":\"%s\",\"score\":0.5}".formatted(id);

    Doc first = tenant.http().post(FEEDBACK, bad).assertOk().json();
    Doc second = tenant.http("other-key").post(FEEDBACK, good).assertOk().json();
    assertEquals(first.at("id").text(), second.at("id").text());
    assertEquals(tenant.model("large"), second.at("model").text());

    List<Doc> kept =
        admin.get("/admin/api/feedback?request_id=" + id).assertOk().json().at("data").items();
    assertEquals(1, kept.size());
    assertEquals("code", kept.get(0).at("task").text());
    assertEquals("0.5", kept.get(0).at("score").number().stripTrailingZeros().toPlainString());
    String sums = "/admin/api/feedback/summary?account=" + tenant.name();
    Doc sum = admin.get(sums).assertOk().json().at("data").items().get(0);
    assertEquals(tenant.model("large"), sum.at("model").text());
    Doc models = explain(tenant.chat("best", "Write a Python function"), tenant.name());
    assertTrue(models.at("models").items().get(0).at("feedback").number().signum() > 0);

    strict.http().post(FEEDBACK, good).assertError(404, "not_found");
    for (String wrong :
        List.of(
            "{\"request_id\":\"x\"}#score",
            "{\"request_id\":\"x\",\"score\":2}#score",
            "{\"request_id\":\"x\",\"score\":\"good\"}#score",
            "{\"score\":1}#request_id",
            "{\"request_id\":\"x\",\"score\":1,\"stars\":5}#stars")) {
      String[] parts = wrong.split("#");
      Reply refused = tenant.http().post(FEEDBACK, parts[0]).assertError(400, "invalid_request");
      assertEquals(parts[1], refused.json().at("error").at("param").text());
    }
  }

  @Test
  void listsVirtualModels() {
    Doc model = tenant.http().get("/v1/models/" + tenant.model("best")).assertOk().json();
    assertEquals("gateway", model.at("owned_by").text());
    tenant.http().get("/v1/models/auto").assertOk();
  }

  @Test
  void aUserAlwaysGetsTheSameArm() {
    Set<String> arms = new TreeSet<>();
    for (int i = 0; i < 20; i++) {
      String user = ",\"user\":\"user-" + i + "\"";
      String arm = model(chat("canary", "x", user));
      arms.add(arm);
      assertEquals(arm, model(chat("canary", "x", user)));
    }
    assertEquals(Set.of(tenant.model("canary"), tenant.model("small")), arms);
  }

  @Test
  void answersACopyUnseenAndBooksItApart() {
    Reply reply = chat("seen", "look twice", "").assertOk();
    assertEquals(tenant.model("seen"), reply.header("x-gateway-model"));
    Exchange copy = tenant.simulator().received().awaitModel(tenant.model("unseen"), PATIENCE);
    assertTrue(copy.body().contains("look twice"));
    String call = record(reply).at("call_id").text();
    String booked = "/admin/api/usage?request_id=shadow-" + call;
    Await.until(
        "the copy is booked",
        PATIENCE,
        () -> !admin.get(booked).assertOk().json().at("data").items().isEmpty());
    Doc record = admin.get(booked).json().at("data").items().get(0);
    assertEquals(tenant.name() + "-copies", record.at("key").text());
    assertEquals("complete", record.at("end_state").text());
    Await.until(
        "both sides are measured",
        PATIENCE,
        () -> {
          String metrics = tenant.http().get("/gateway/metrics").body();
          return metrics.lines().anyMatch(line -> finished(line, "primary"))
              && metrics.lines().anyMatch(line -> finished(line, "shadow"));
        });
  }

  private static boolean finished(String line, String side) {
    return line.startsWith("gateway_shadow_finish_total")
        && line.contains("side=\"" + side + "\"")
        && line.contains(tenant.model("unseen"));
  }
}
