package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIException;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import io.llmgateway.it.client.EventStream;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Answers;
import io.llmgateway.it.simulator.Chunks;
import io.llmgateway.it.simulator.Doc;
import io.llmgateway.it.simulator.Quirks;
import io.llmgateway.it.simulator.Script;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A failure after the first useful event is said in the stream, and never looks like an end. */
class BrokenStreamIT {
  private static final Map<String, Script> FAULTS =
      new TreeMap<>(
          Map.of(
              "closed", begun().cut(),
              "reset", begun().reset(),
              "ended without a finish reason", begun(),
              "error object", Quirks.errorInStream("Hello "),
              "error event",
                  begun()
                      .text(
                          "event: error\ndata: {\"code\":\"InternalError\",\"message\":\"x\"}\n\n"),
              "base_resp", begun().event("{\"base_resp\":{\"status_code\":1000}}"),
              "garbage", begun().event("{\"choices\":[{\"delta\":{\"content\":").done(),
              "fallen quiet", begun().stall(),
              "comments without end", begun().endless(": ping\n\n", Duration.ofMillis(50))));

  private static Tenant tenant;

  @BeforeAll
  static void start() {
    Tenant.Plan plan = Tenant.named("broken");
    for (String fault : FAULTS.keySet()) {
      String model = model(fault);
      plan.routed(model)
          .channel(model, model, plan.simulator(), 0)
          .with("gateway.channel.@-" + model + ".timeout.idle", "PT0.5S")
          .with("gateway.channel.@-" + model + ".timeout.total", "PT2S");
    }
    tenant = plan.models("sdk").start();
    FAULTS.forEach((fault, script) -> tenant.simulator().on(upstream(fault), script));
  }

  @AfterAll
  static void stop() {
    tenant.close();
  }

  static List<String> faults() {
    return List.copyOf(FAULTS.keySet());
  }

  @ParameterizedTest
  @MethodSource("faults")
  void endsWithAnErrorEventAndWithoutDone(String fault) {
    try (EventStream stream = tenant.streamChat(model(fault), "x")) {
      List<String> events = stream.rest();

      assertEquals(200, stream.status());
      assertFalse(events.contains("[DONE]"), events.toString());
      String last = events.get(events.size() - 1);
      Doc error = Doc.parse(last).at("error");
      assertFalse(error.at("message").text().isBlank(), last);
      assertFalse(error.at("type").text().isBlank(), last);
      assertTrue(error.at("code").text().startsWith("upstream_"), last);
      assertTrue(error.has("param"), last);
      assertEquals("Hello ", EventStream.text(events));
      assertEquals(1, tenant.simulator().received().forModel(upstream(fault)).size());
    }
  }

  @Test
  void raisesAnErrorInTheSdk() {
    tenant.simulator().on(tenant.model("sdk"), begun().cut());
    OpenAIClient client = tenant.openai();
    try (StreamResponse<ChatCompletionChunk> stream =
        client
            .chat()
            .completions()
            .createStreaming(
                ChatCompletionCreateParams.builder()
                    .model(tenant.model("sdk"))
                    .addUserMessage("x")
                    .build())) {
      assertThrows(OpenAIException.class, () -> stream.stream().forEach(c -> {}));
    }
    client.close();
  }

  @Test
  void tellsNothingOfTheProvidersAddressOrKey() {
    tenant
        .simulator()
        .next(
            tenant.model("sdk"),
            begun()
                .event(
                    Answers.error(
                        "Incorrect API key upstream-key-of-" + tenant.name(), "invalid_api_key")));
    try (EventStream stream = tenant.streamChat("sdk", "x")) {
      String all = String.join("\n", stream.rest());

      assertFalse(all.contains("upstream-key"), all);
      assertFalse(all.contains("127.0.0.1"), all);
    }
  }

  private static Script begun() {
    return Script.sse().events(Chunks.role(), Chunks.text("Hello "));
  }

  private static String model(String fault) {
    return fault.replace(' ', '-').replace('_', '-');
  }

  private static String upstream(String fault) {
    return tenant.model(model(fault));
  }
}
