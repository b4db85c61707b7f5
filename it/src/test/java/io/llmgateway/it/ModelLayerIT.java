package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Await;
import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.client.UsageRecord;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Script;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that lack something answer as if they did not: whole and in streams. */
class ModelLayerIT {
  private static final String CHAT = "/v1/chat/completions";
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"weather\",\"parameters\":"
          + "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}},"
          + "\"required\":[\"city\"]}}}]";
  private static final String SCHEMA =
      ",\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\",\"schema\":"
          + "{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"}},"
          + "\"required\":[\"n\"],\"additionalProperties\":false}}}";

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    tenant =
        Tenant.named("layer")
            .models(
                "native", "once", "twice", "object", "never", "thinks", "sees", "learned", "broken")
            .with("gateway.channel.@.tool-dialect", "hermes")
            .with("gateway.channel.@.images", "inline")
            .with("gateway.model.@-once.capabilities", "json_mode")
            .with("gateway.model.@-twice.capabilities", "json_mode")
            .with("gateway.model.@-object.capabilities", "json_mode")
            .with("gateway.model.@-never.capabilities", "json_mode")
            .start();
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aModelWithoutToolsCallsThem(boolean stream) {
    Folded answer =
        ask(
            stream,
            "once",
            TOOLS,
            "Let me look. <tool_call>\n{\"name\": \"weather\", \"arguments\": {\"city\": \"Ulm\"}}"
                + "\n</tool_call>");

    assertEquals("weather{\"city\": \"Ulm\"}", compact(answer.calls.get(0)));
    assertEquals("Let me look.", answer.text.strip());
    assertEquals("tool_calls", answer.finish);
    assertTrue(answer.adjusted.contains("tools=prompt"), answer.adjusted);
    Doc sent = tenant.simulator().received().lastFor(tenant.model("once")).json();
    assertFalse(sent.has("tools"));
    assertTrue(sent.at("messages", 0, "content").text().contains("weather"));
  }

  private static String compact(String call) {
    return call.replaceAll(":\\s*\"Ulm", ": \"Ulm");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void wrongArgumentsAreAskedForOnceMoreAndBothCallsArePaid(boolean stream) {
    int before = UsageRecord.of(tenant.http(), tenant.model("twice")).size();
    Folded answer =
        ask(
            stream,
            "twice",
            TOOLS,
            "<tool_call>{\"name\":\"weather\",\"arguments\":{\"town\":1}}</tool_call>",
            "<tool_call>{\"name\":\"weather\",\"arguments\":{\"city\":\"Ulm\"}}</tool_call>");

    assertEquals("weather{\"city\":\"Ulm\"}", answer.calls.get(0));
    assertEquals(20, answer.usage.at("prompt_tokens").integer());
    List<UsageRecord> records = UsageRecord.of(tenant.http(), tenant.model("twice"));
    assertEquals(before + 1, records.size());
    UsageRecord record = records.get(stream ? records.size() - 1 : 0);
    assertEquals(20, record.inputTokens());
    assertEquals(10, record.outputTokens());
    assertEquals(0, new BigDecimal("0.00004").compareTo(record.charge()), record.toString());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSchemaIsKeptByAModelThatKnowsObjectsOnly(boolean stream) {
    Folded answer =
        ask(stream, "object", SCHEMA, "{\"n\":\"four\"}", "Of course:\n```json\n{\"n\":4}\n```");

    assertEquals("{\"n\":4}", answer.text);
    assertEquals("stop", answer.finish);
    Doc sent = tenant.simulator().received().lastFor(tenant.model("object")).json();
    assertEquals("json_object", sent.at("response_format", "type").text());
  }

  @Test
  void whatIsNoJsonTwiceIsAnErrorThatNobodyPaysFor() {
    tenant
        .simulator()
        .next(tenant.model("never"), whole("I would rather not."), whole("Still not."));
    BigDecimal balance = tenant.balance();

    Reply reply = tenant.http().post(CHAT, tenant.chat("never", "x", SCHEMA));

    assertTrue(reply.status() == 502, reply.toString());
    assertFalse(reply.body().contains("rather"), reply.body());
    assertEquals(0, balance.compareTo(tenant.balance()));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void reasoningBetweenTagsIsToldApart(boolean stream) {
    Folded answer = ask(stream, "thinks", "", "<think>First this.</think>\n\nThen that.");

    assertEquals("First this.", answer.reasoning);
    assertEquals("Then that.", answer.text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"city\":\"Ulm\",}", "{'city':'Ulm'}", "```json\n{\"city\":\"Ulm\"}\n```"})
  void argumentsOfModelsWithToolsArePutRight(String written) {
    for (boolean stream : new boolean[] {true, false}) {
      tenant.simulator().next(tenant.model("native"), calling(stream, written));
      Folded answer = fold(stream, "native", TOOLS);
      assertEquals(
          "Ulm",
          Doc.parse(answer.calls.get(0).substring("weather".length())).at("city").text(),
          answer.calls.toString());
      assertEquals("tool_calls", answer.finish);
    }
  }

  @Test
  void argumentsThatNobodyCanReadAreAnError() {
    Script[] cut = new Script[10];
    Arrays.fill(cut, calling(false, "{\"city\":"));
    tenant.simulator().next(tenant.model("broken"), cut);
    Reply reply = tenant.http().post(CHAT, tenant.chat("broken", "x", TOOLS));
    assertTrue(reply.status() == 502, reply.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://127.0.0.1:1/a.png",
        "http://169.254.169.254/latest/meta-data",
        "http://[::ffff:10.0.0.1]/a.png",
        "http://100.64.0.1/a.png",
        "http://localhost/a.png",
        "file:///etc/passwd",
      })
  void imagesAreNotFetchedFromInnerNetworks(String address) {
    String body =
        "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\","
            + "\"image_url\":{\"url\":\"%s\"}}]}]}";
    int before = tenant.simulator().received().forModel(tenant.model("sees")).size();

    Reply reply = tenant.http().post(CHAT, body.formatted(tenant.model("sees"), address));

    assertEquals(400, reply.status(), reply.toString());
    assertEquals("messages[0].content[0].image_url.url", reply.error().at("param").text());
    assertEquals(before, tenant.simulator().received().forModel(tenant.model("sees")).size());
  }

  @Test
  void theEstimateOfTokensAndItsErrorAreLearned() {
    ask(false, "learned", "", "hello");
    String metric = "gateway_token_estimate_error";
    Await.until(
        metric,
        Duration.ofSeconds(30),
        () ->
            tenant
                .http()
                .get("/gateway/metrics")
                .body()
                .lines()
                .anyMatch(l -> l.contains(metric) && l.contains(tenant.model("learned"))));
  }

  /** Answers in order; each counts 10 tokens in and 5 out. */
  private static Folded ask(boolean stream, String model, String more, String... texts) {
    Script[] scripts = new Script[texts.length];
    for (int i = 0; i < texts.length; i++) {
      scripts[i] = stream ? pieces(texts[i]) : whole(texts[i]);
    }
    tenant.simulator().next(tenant.model(model), scripts);
    return fold(stream, model, more);
  }

  private static Folded fold(boolean stream, String model, String more) {
    if (!stream) {
      Reply reply = tenant.http().post(CHAT, tenant.chat(model, "x", more)).assertOk();
      Folded folded = new Folded(String.valueOf(reply.header("x-gateway-adjusted")));
      folded.add(reply.json(), "message");
      return folded;
    }
    String options = ",\"stream\":true,\"stream_options\":{\"include_usage\":true}";
    try (EventStream events = tenant.http().stream(CHAT, tenant.chat(model, "x", more + options))) {
      assertEquals(200, events.status());
      Folded folded = new Folded(String.valueOf(events.header("x-gateway-adjusted")));
      List<String> all = events.rest();
      assertEquals("[DONE]", all.get(all.size() - 1));
      all.subList(0, all.size() - 1).forEach(e -> folded.add(Doc.parse(e), "delta"));
      return folded;
    }
  }

  private static Script whole(String text) {
    return Script.json(
        "{\"id\":\"c\",\"object\":\"chat.completion\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":%s},\"finish_reason\":\"stop\"}],%s}"
                .formatted(new Doc(text), USAGE));
  }

  private static final String USAGE =
      "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5,\"total_tokens\":15}";

  /** Three characters in each chunk, so that no tag and no key stays whole. */
  private static Script pieces(String text) {
    Script script = Script.sse();
    for (int i = 0; i < text.length(); i += 3) {
      String piece = text.substring(i, Math.min(text.length(), i + 3));
      script.event(chunk("{\"content\":" + new Doc(piece) + "}", "null"));
    }
    return end(script, "stop");
  }

  private static Script calling(boolean stream, String arguments) {
    String call =
        "{\"index\":0,\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
            + "\"arguments\":%s}}";
    if (!stream) {
      return Script.json(
          "{\"id\":\"c\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
              + "\"content\":null,\"tool_calls\":[%s]},\"finish_reason\":\"tool_calls\"}],%s}"
                  .formatted(call.formatted(new Doc(arguments)), USAGE));
    }
    Script script = Script.sse();
    script.event(chunk("{\"tool_calls\":[" + call.formatted("\"\"") + "]}", "null"));
    for (int i = 0; i < arguments.length(); i += 2) {
      String piece = arguments.substring(i, Math.min(arguments.length(), i + 2));
      script.event(
          chunk(
              "{\"tool_calls\":[{\"index\":0,\"function\":{\"arguments\":%s}}]}"
                  .formatted(new Doc(piece)),
              "null"));
    }
    return end(script, "tool_calls");
  }

  private static Script end(Script script, String reason) {
    script.event(chunk("{}", "\"" + reason + "\""));
    return script.event("{\"id\":\"c\",\"choices\":[]," + USAGE + "}").done();
  }

  private static String chunk(String delta, String finish) {
    return "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"choices\":[{\"index\":0,"
        + "\"delta\":%s,\"finish_reason\":%s}]}".formatted(delta, finish);
  }

  /** An answer, however it came. */
  private static final class Folded {
    private final String adjusted;
    private final TreeMap<Integer, String> calls = new TreeMap<>();
    private String text = "";
    private String reasoning = "";
    private String finish;
    private Doc usage;

    private Folded(String adjusted) {
      this.adjusted = adjusted;
    }

    private void add(Doc document, String part) {
      Doc message = document.at("choices", 0, part);
      text += orEmpty(message.at("content"));
      reasoning += orEmpty(message.at("reasoning_content"));
      int index = 0;
      for (Doc call : message.at("tool_calls").items()) {
        int at = call.has("index") ? call.at("index").integer() : index++;
        String more =
            orEmpty(call.at("function", "name")) + orEmpty(call.at("function", "arguments"));
        calls.merge(at, more, String::concat);
      }
      String reason = document.at("choices", 0, "finish_reason").text();
      finish = reason == null ? finish : reason;
      usage = document.has("usage") ? document.at("usage") : usage;
    }

    private static String orEmpty(Doc doc) {
      return doc.text() == null ? "" : doc.text();
    }
  }
}
