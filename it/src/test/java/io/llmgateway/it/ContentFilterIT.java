package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Http;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.server.Operator;
import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What a provider's content policy stops: told, left to the next candidate, kept for a reviewer.
 */
class ContentFilterIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String REVIEWS = "/admin/api/reviews";
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final String REFUSED =
      Answers.error("Input data may contain inappropriate content.", "data_inspection_failed");

  private static Tenant tenant;
  private static Http admin;
  private static Http auditor;

  @BeforeAll
  static void start() {
    Tenant.Plan plan = Tenant.named("filter").models("told", "tool", "kept", "asked", "twice");
    for (String model : List.of("next", "empty", "late", "all")) {
      plan.routed(model)
          .channel(model + "-strict", model, plan.simulator(), 10)
          .channel(model + "-lax", model, plan.simulator(), 5)
          .with("gateway.model.@-" + model + ".content-filter", "next-candidate");
    }
    tenant =
        plan.with("gateway.model.@-kept.content-filter", "review")
            .with("gateway.model.@-asked.content-filter", "review")
            .with("gateway.model.@-twice.content-filter", "review")
            .with("gateway.content-filter.review.max-text", "1000")
            .start();
    admin = Http.as(Operator.ADMIN, tenant.server());
    auditor = Http.as(Operator.AUDITOR, tenant.server());
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  private static Script refusing() {
    return Script.status(400).json(REFUSED);
  }

  private static Script half(String more) {
    return Script.sse().events(Chunks.role(), Chunks.text("Half ")).event(more).done();
  }

  private static void next(String model, Script... scripts) {
    tenant.simulator().next(tenant.model(model), scripts);
  }

  private static List<Doc> records(Reply reply) {
    return admin
        .get("/admin/api/usage?request_id=" + reply.header("x-request-id"))
        .assertOk()
        .json()
        .at("data")
        .items();
  }

  @Test
  void aRefusalIsToldAndAnErrorAfterTextIsTheEndOfTheAnswer() {
    next("told", refusing());
    tenant.postChat("told", "x").assertError(400, "content_filter");

    String flagged = "{\"base_resp\":{\"status_code\":1027,\"status_msg\":\"output\"}}";
    next("told", half(flagged), half(flagged));
    Reply whole = tenant.postChat("told", "x").assertOk();
    Doc choice = whole.json().at("choices", 0);
    assertEquals("content_filter", choice.at("finish_reason").text());
    assertEquals("Half ", choice.at("message", "content").text());
    assertEquals("1027", choice.at("content_filter", "reason").text());
    assertEquals("answer", choice.at("content_filter", "direction").text());
    assertTrue(choice.at("content_filter", "withdraw").isTrue());
    Doc record = records(whole).get(0);
    assertEquals("filter", record.at("outcome").text(), record::toString);
    assertEquals("filtered", record.at("end_state").text());

    try (EventStream stream = tenant.streamChat("told", "x")) {
      List<String> events = stream.rest();
      assertEquals("Half ", EventStream.text(events));
      assertEquals("[DONE]", events.get(events.size() - 1));
      assertTrue(
          events.stream().anyMatch(e -> e.contains("\"finish_reason\":\"content_filter\"")),
          events.toString());
      assertTrue(events.stream().noneMatch(e -> e.contains("\"error\"")), events.toString());
    }
    String metrics = tenant.http().get("/gateway/metrics").assertOk().body();
    assertEquals(1, count(metrics, "told", "prompt"));
    assertEquals(2, count(metrics, "told", "answer"));
  }

  private static double count(String metrics, String model, String direction) {
    return metrics
        .lines()
        .filter(line -> line.startsWith("gateway_content_filter_total"))
        .filter(line -> line.contains("model=\"" + tenant.model(model) + "\""))
        .filter(line -> line.contains("direction=\"" + direction + "\""))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void aToolCallThatWasCutIsNotPassedOnAsOne() {
    String call =
        "{\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":"
            + "{\"name\":\"f\",\"arguments\":\"{\\\"city\\\":\"}}]}";
    for (String reason : List.of("content_filter", "length")) {
      Script cut =
          Script.sse()
              .events(Chunks.role(), Chunks.delta(call), Chunks.finish(reason))
              .event(Chunks.usage(3, 1))
              .done();
      next("tool", cut);
      String tools =
          ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":"
              + "{\"type\":\"object\"}}}]";
      Doc choice =
          tenant
              .http()
              .post(CHAT, tenant.chat("tool", "x", tools))
              .assertOk()
              .json()
              .at("choices", 0);
      assertEquals(reason, choice.at("finish_reason").text());
      assertFalse(choice.at("message", "tool_calls", 0).present(), choice::toString);
    }
  }

  @Test
  void theNextCandidateIsAskedAndEachAttemptIsOnRecord() {
    next("next-strict", refusing());
    Reply answer = tenant.postChat("next", "hello").assertOk();
    assertEquals(tenant.name() + "-next-lax", answer.header("x-gateway-channel"));
    assertEquals("2", answer.header("x-gateway-attempts"));
    List<Doc> records = records(answer);
    assertEquals(2, records.size(), records.toString());
    assertEquals("filter", records.get(0).at("outcome").text());
    assertEquals(0, records.get(0).at("charge").number().signum());
    assertEquals("complete", records.get(1).at("end_state").text());
  }

  @Test
  void anAnswerOfWhichNothingIsLeftIsLeftToTheNextToo() {
    Script empty =
        Script.sse()
            .events(Chunks.role(), Chunks.finish("sensitive"))
            .event(Chunks.usage(7, 0))
            .done();
    next("empty-strict", empty);
    Reply answer = tenant.postChat("empty", "hello").assertOk();
    assertEquals(tenant.name() + "-empty-lax", answer.header("x-gateway-channel"));
    Doc first = records(answer).get(0);
    assertEquals("failed_before_output", first.at("end_state").text(), first::toString);
    assertEquals(7, first.at("input_tokens").integer());
    assertEquals(0, first.at("charge").number().signum());
  }

  @Test
  void nobodyElseIsAskedOnceTextWasSent() {
    next("late-strict", half(REFUSED));
    try (EventStream stream = tenant.streamChat("late", "x")) {
      List<String> events = stream.rest();
      assertEquals("Half ", EventStream.text(events));
      assertEquals("[DONE]", events.get(events.size() - 1));
    }
    assertEquals(1, UsageRecord.of(tenant.http(), tenant.model("late")).size());
  }

  @Test
  void whenAllRefuseTheClientIsTold() {
    next("all-strict", refusing());
    next("all-lax", refusing());
    tenant.postChat("all", "x").assertError(400, "content_filter");
  }

  @Test
  void aCaseIsKeptReadOnceOnRecordAndDecidedOnce() throws IOException {
    String words = "a word that must not be said " + tenant.name();
    next("kept", half(REFUSED));
    Reply reply = tenant.postChat("kept", words).assertOk();
    String list = REVIEWS + "?model=" + tenant.model("kept");
    Await.until("the case is kept", SOON, () -> admin.get(list).body().contains("\"open\""));

    Doc row = auditor.get(list + "&state=open").assertOk().json().at("data", 0);
    assertEquals(reply.header("x-request-id"), row.at("request_id").text());
    assertEquals(tenant.name(), row.at("account").text());
    assertEquals("answer", row.at("direction").text());
    assertEquals("data_inspection_failed", row.at("reason").text());
    assertFalse(row.has("prompt"), row::toString);
    String path = REVIEWS + "/" + row.at("id").text();

    auditor.get(path).assertError(403, "permission_denied");
    Doc whole = admin.get(path).assertOk().json();
    assertTrue(whole.at("prompt").text().contains(words), whole::toString);
    assertEquals("Half ", whole.at("answer").text());

    admin.post(path + "/decision", "{\"decision\":\"maybe\"}").assertError(400, "invalid_request");
    Doc decided =
        admin
            .post(path + "/decision", "{\"decision\":\"released\",\"comment\":\"harmless\"}")
            .assertOk()
            .json();
    assertEquals("released", decided.at("state").text());
    assertEquals("harmless", decided.at("comment").text());
    admin.post(path + "/decision", "{\"decision\":\"upheld\"}").assertError(409, "conflict");
    assertEquals(0, admin.get(list + "&state=open").json().at("data").items().size());

    String audit =
        admin.get("/admin/api/audit?limit=1000&subject=" + row.at("id").text()).assertOk().body();
    assertTrue(audit.contains("review.read") && audit.contains("review.decide"), audit);
    assertFalse(audit.contains(words), audit);
    assertFalse(Files.readString(tenant.server().log()).contains(words));

    admin.delete(path).assertOk();
    admin.get(path).assertError(404, "not_found");
  }

  @Test
  void aRefusedPromptIsKeptCutToItsBound() {
    next("asked", refusing());
    tenant.postChat("asked", "long ".repeat(1_000)).assertError(400, "content_filter");
    String list = REVIEWS + "?model=" + tenant.model("asked");
    Await.until("the case is kept", SOON, () -> admin.get(list).body().contains("\"open\""));
    Doc row = admin.get(list).json().at("data", 0);
    assertTrue(row.at("truncated").isTrue());
    assertEquals("prompt", row.at("direction").text());
    Doc whole = admin.get(REVIEWS + "/" + row.at("id").text()).assertOk().json();
    assertEquals(1_000, whole.at("prompt").text().length());
    assertEquals("", whole.at("answer").text());
  }

  @Test
  void casesComeInPages() {
    for (int i = 0; i < 3; i++) {
      next("twice", refusing());
      tenant.postChat("twice", "x").assertError(400, "content_filter");
    }
    String list = REVIEWS + "?limit=2&model=" + tenant.model("twice");
    Await.until("all are kept", SOON, () -> admin.get(list).json().at("has_more").isTrue());
    Doc first = admin.get(list).json();
    Doc second = admin.get(list + "&after=" + first.at("last_id").text()).assertOk().json();
    assertEquals(2, first.at("data").items().size());
    assertEquals(1, second.at("data").items().size());
    admin.get(REVIEWS + "?state=lost").assertError(400, "invalid_request");
  }
}
