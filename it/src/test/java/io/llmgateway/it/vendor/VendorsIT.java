package io.llmgateway.it.vendor;

import static io.llmgateway.it.vendor.Json.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.it.client.Reply;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Simulator;
import io.llmgateway.it.vendor.AgentProgram.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The same program, run over every vendor, gives the same result. */
class VendorsIT {
  private static final List<Vendor> VENDORS =
      List.of(
          new AnthropicVendor(),
          new BedrockVendor(),
          new GeminiVendor(),
          new DashScopeVendor(),
          new HunyuanVendor(),
          new WenxinVendor(),
          new SenseNovaVendor(),
          new SparkVendor(),
          new OllamaVendor(),
          new Compatible.DeepSeek(),
          new Compatible.Zhipu(),
          new Compatible.Moonshot(),
          new Compatible.MiniMax(),
          new Compatible.Mistral());

  /** A failure cools its key, so each class of failure has a channel of its own. */
  private static final List<String> FAULTS = List.of("AUTH", "RATE", "QUOTA", "TOOLONG");

  private static final Map<String, Simulator> SIMULATORS = new LinkedHashMap<>();
  private static Tenant tenant;

  @BeforeAll
  static void start() {
    Tenant.Plan plan = Tenant.named("vendors");
    for (Vendor vendor : VENDORS) {
      Simulator simulator = Simulator.start();
      simulator.otherwise(vendor::answer);
      SIMULATORS.put(vendor.provider(), simulator);
      channel(plan, vendor, "", vendor.model());
      FAULTS.forEach(fault -> channel(plan, vendor, "-" + fault, vendor.model()));
      if (vendor.embeddingModel() != null) {
        channel(plan, vendor, "-vectors", vendor.embeddingModel());
      }
    }
    // two candidates for one model: the first can not give several answers
    alternative(plan, "hunyuan-native", 5);
    alternative(plan, "dashscope", 1);
    tenant = plan.routed("several").start();
  }

  private static void alternative(Tenant.Plan plan, String provider, int priority) {
    settings(plan, vendor(provider), "@-several-" + provider, "several", vendor(provider).model());
    plan.with("gateway.channel.@-several-" + provider + ".priority", "" + priority);
  }

  private static void channel(Tenant.Plan plan, Vendor vendor, String suffix, String model) {
    String name = vendor.provider() + suffix;
    settings(plan, vendor, "@-" + name, name, model);
    plan.routed(name);
  }

  private static void settings(
      Tenant.Plan plan, Vendor vendor, String channel, String publicModel, String model) {
    Simulator simulator = SIMULATORS.get(vendor.provider());
    String prefix = "gateway.channel." + channel + ".";
    plan.with(prefix + "provider", vendor.provider());
    plan.with(prefix + "base-url", "http://127.0.0.1:" + simulator.port() + vendor.base());
    plan.with(prefix + "api-key", vendor.key());
    plan.with(prefix + "models", "@-" + publicModel + "=" + model);
    vendor.settings(simulator).forEach((name, value) -> plan.with(prefix + name, value));
  }

  private static Vendor vendor(String provider) {
    return VENDORS.stream().filter(v -> v.provider().equals(provider)).findFirst().orElseThrow();
  }

  @AfterAll
  static void stop() {
    tenant.close();
    SIMULATORS.values().forEach(Simulator::close);
  }

  static Stream<Arguments> programs() {
    return VENDORS.stream()
        .flatMap(
            vendor ->
                Stream.of(false, true)
                    .map(stream -> Arguments.of(vendor.provider(), stream, vendor)));
  }

  static Stream<Arguments> vendors() {
    return VENDORS.stream().map(vendor -> Arguments.of(vendor.provider(), vendor));
  }

  private static AgentProgram program(String model, boolean stream) {
    return new AgentProgram(tenant.http(), tenant.model(model), stream);
  }

  @ParameterizedTest(name = "{0} stream={1}")
  @MethodSource("programs")
  void answersWithUsage(String name, boolean stream, Vendor vendor) {
    Answer answer =
        program(name, stream)
            .ask(
                Json.array(
                    object("role", "system", "content", "Be brief."),
                    object("role", "user", "content", "hello")),
                "temperature",
                0.5,
                "max_tokens",
                100);
    assertEquals("Hello, 世界! Be brief.", answer.text(), answer.toString());
    assertEquals("stop", answer.finish());
    assertEquals(Said.PROMPT_TOKENS, answer.usage().at("prompt_tokens").integer());
    assertEquals(Said.COMPLETION_TOKENS, answer.usage().at("completion_tokens").integer());
  }

  @ParameterizedTest(name = "{0} stream={1}")
  @MethodSource("programs")
  void callsToolsOverSeveralTurns(String name, boolean stream, Vendor vendor) {
    List<String> wanted =
        List.of(
            "get_weather {\"place\":{\"city\":\"Paris\"},\"days\":[1,2]}",
            "get_weather {\"place\":{\"city\":\"Rome\"},\"days\":[1,2]}",
            "stop: Paris 21, Rome 25");
    assertEquals(wanted, program(name, stream).weather());
    assertEquals(wanted, program(name, stream).weather("reasoning_effort", "high"));
  }

  @ParameterizedTest(name = "{0} stream={1}")
  @MethodSource("programs")
  void answersByASchema(String name, boolean stream, Vendor vendor) {
    Object schema =
        Doc.parse(
                "{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"},\"days\":"
                    + "{\"type\":\"array\",\"items\":{\"type\":\"object\",\"properties\":{\"high\":"
                    + "{\"type\":\"integer\"}},\"required\":[\"high\"],"
                    + "\"additionalProperties\":false}}},\"required\":[\"city\",\"days\"],"
                    + "\"additionalProperties\":false}")
            .value();
    Answer answer =
        program(name, stream)
            .ask(
                "structured",
                "response_format",
                object(
                    "type",
                    "json_schema",
                    "json_schema",
                    object("name", "weather", "strict", true, "schema", schema)));
    assertEquals(200, answer.status(), answer.toString());
    assertEquals(
        Doc.parse("{\"city\":\"Paris\",\"days\":[{\"high\":21},{\"high\":22}]}"),
        Doc.parse(answer.text()));
  }

  @ParameterizedTest(name = "{0} stream={1}")
  @MethodSource("programs")
  void showsReasoning(String name, boolean stream, Vendor vendor) {
    Answer answer =
        program(name, stream).ask("think", "reasoning_effort", "high", "max_tokens", 8000);
    assertEquals("42", answer.text(), answer.toString());
    if (vendor.reasons()) {
      assertEquals("Let me think.", answer.message().get("reasoning_content"));
    }
  }

  @ParameterizedTest(name = "{0} stream={1}")
  @MethodSource("programs")
  void tellsAFilter(String name, boolean stream, Vendor vendor) {
    if (vendor.filters()) {
      Answer answer = program(name, stream).ask("filter");
      assertEquals("content_filter", answer.finish(), answer.toString());
      assertEquals("Half", answer.text());
    }
  }

  @Test
  void classifiesFailuresTheSameWay() {
    List<CompletableFuture<String>> all = new ArrayList<>();
    for (Vendor vendor : VENDORS) {
      for (String fault : FAULTS) {
        boolean has = !fault.equals("QUOTA") || vendor.hasQuota();
        if (has) {
          all.add(CompletableFuture.supplyAsync(() -> failure(vendor, fault)));
        }
      }
    }
    assertEquals(
        List.of(),
        all.stream().map(CompletableFuture::join).filter(said -> !said.isEmpty()).toList());
  }

  /**
   * @return what is wrong, or an empty text
   */
  private static String failure(Vendor vendor, String fault) {
    String model = vendor.provider() + "-" + fault;
    Reply reply = tenant.http().post("/v1/chat/completions", tenant.chat(model, "fault:" + fault));
    String wanted =
        switch (fault) {
          case "RATE" -> "429 rate_limit_exceeded";
          case "TOOLONG" -> "400 context_length_exceeded";
          default -> "502 upstream_error";
        };
    String said = reply.status() + " " + reply.error().at("code").text();
    return said.equals(wanted) ? "" : model + ": " + reply;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vendors")
  void embeds(String name, Vendor vendor) {
    if (vendor.embeddingModel() == null) {
      return;
    }
    Reply reply =
        tenant
            .http()
            .post(
                "/v1/embeddings",
                Json.text(
                    object(
                        "model", tenant.model(name + "-vectors"),
                        "input", Json.array("a", "bb"),
                        "encoding_format", "float")));
    reply.assertOk();
    assertEquals(2, reply.json().at("data").items().size());
    for (int i = 0; i < 2; i++) {
      Doc entry = reply.json().at("data", i);
      assertEquals(i, entry.at("index").integer());
      assertEquals(i + 1, entry.at("embedding", 0).number().intValue(), reply.toString());
      assertEquals(3, entry.at("embedding").items().size());
    }
    assertTrue(reply.json().at("usage", "prompt_tokens").integer() > 0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("vendors")
  void losesNoFieldInSilence(String name, Vendor vendor) {
    Reply reply =
        tenant
            .http()
            .post("/v1/chat/completions", tenant.chat(name, "hello", ",\"logit_bias\":{\"1\":2}"))
            .assertOk();
    Object sent =
        SIMULATORS.get(name).received().matching(exchange -> true).stream()
            .filter(exchange -> exchange.body().contains("logit_bias"))
            .findFirst()
            .orElse(null);
    String adjusted = String.valueOf(reply.header("x-gateway-adjusted"));
    assertTrue(sent != null || adjusted.contains("logit_bias"), adjusted);
  }

  @Test
  void asksAnotherWhereAWireHasNoWords() {
    Reply reply =
        tenant
            .http()
            .post("/v1/chat/completions", tenant.chat("several", "hello", ",\"n\":2"))
            .assertOk();
    assertTrue(reply.header("x-gateway-channel").contains("several-dashscope"), reply.toString());
  }

  @Test
  void fetchesATokenOnceForAllAndOnceMoreWhenItHasExpired() {
    WenxinVendor wenxin = (WenxinVendor) vendor("wenxin");
    together(20);
    int before = wenxin.tokens.get();
    wenxin.oldest.set(before + 1);
    together(20);
    assertEquals(before + 1, wenxin.tokens.get(), "one more token for all of them");
  }

  private static void together(int calls) {
    List<CompletableFuture<Reply>> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      all.add(tenant.http().postLater("/v1/chat/completions", tenant.chat("wenxin", "hello")));
    }
    for (CompletableFuture<Reply> one : all) {
      assertNotNull(one.join().assertOk().json().at("choices", 0, "message", "content").text());
    }
  }
}
