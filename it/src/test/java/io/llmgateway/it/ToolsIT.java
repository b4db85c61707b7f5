package io.llmgateway.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.openai.client.OpenAIClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageFunctionToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import io.llmgateway.it.client.Tenant;
import io.llmgateway.it.simulator.Doc;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tool calls as OpenAI's own Java client sees them. */
class ToolsIT {
  private static Tenant tenant;
  private static OpenAIClient client;

  @BeforeAll
  static void start() {
    tenant = Tenant.named("tools").models("echo").start();
    client = tenant.openai();
  }

  @AfterAll
  static void stop() {
    client.close();
    tenant.close();
  }

  @Test
  void callsTwoToolsInOneAnswer() {
    assertTwoCalls(client.chat().completions().create(twoTools().build()));
  }

  @Test
  void callsTwoToolsInAStream() {
    ChatCompletionAccumulator whole = ChatCompletionAccumulator.create();
    try (StreamResponse<ChatCompletionChunk> stream =
        client.chat().completions().createStreaming(twoTools().build())) {
      stream.stream().forEach(whole::accumulate);
    }

    assertTwoCalls(whole.chatCompletion());
  }

  @Test
  void callsOneToolWhenParallelCallsAreForbidden() {
    ChatCompletion answer =
        client.chat().completions().create(twoTools().parallelToolCalls(false).build());

    assertEquals(1, calls(answer).size());
    Doc sent = tenant.simulator().received().lastFor(tenant.model("echo")).json();
    assertEquals(false, sent.at("parallel_tool_calls").value());
  }

  @Test
  void takesTheResultsOfTheToolsBack() {
    ChatCompletion asked = client.chat().completions().create(twoTools().build());
    ChatCompletionCreateParams.Builder next =
        twoTools().addMessage(asked.choices().get(0).message());
    for (ChatCompletionMessageFunctionToolCall call : calls(asked)) {
      next.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(call.id())
              .content("result of " + call.function().name())
              .build());
    }

    ChatCompletion answer = client.chat().completions().create(next.build());

    assertEquals("result of time", answer.choices().get(0).message().content().orElseThrow());
    Doc sent = tenant.simulator().received().lastFor(tenant.model("echo")).json();
    assertEquals("call_sim_1", sent.at("messages", 1, "tool_calls", 1, "id").text());
    assertEquals("call_sim_0", sent.at("messages", 2, "tool_call_id").text());
  }

  @Test
  void passesOnTheToolsAsTheClientWroteThem() {
    client.chat().completions().create(twoTools().build());

    Doc tool = tenant.simulator().received().lastFor(tenant.model("echo")).json().at("tools", 0);
    assertEquals("weather", tool.at("function", "name").text());
    assertTrue(tool.at("function", "strict").isTrue());
    assertEquals("[\"city\"]", tool.at("function", "parameters", "required").toString());
  }

  private static void assertTwoCalls(ChatCompletion answer) {
    assertEquals("tool_calls", answer.choices().get(0).finishReason().asString());
    List<ChatCompletionMessageFunctionToolCall> calls = calls(answer);
    assertEquals(2, calls.size());
    assertEquals("call_sim_0", calls.get(0).id());
    assertEquals("weather", calls.get(0).function().name());
    assertEquals("{\"city\":\"city\"}", calls.get(0).function().arguments());
    assertEquals("call_sim_1", calls.get(1).id());
    assertEquals("time", calls.get(1).function().name());
    assertEquals("{}", calls.get(1).function().arguments());
  }

  private static List<ChatCompletionMessageFunctionToolCall> calls(ChatCompletion answer) {
    return answer.choices().get(0).message().toolCalls().orElseThrow().stream()
        .map(c -> c.asFunction())
        .toList();
  }

  private static ChatCompletionCreateParams.Builder twoTools() {
    FunctionParameters parameters =
        FunctionParameters.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties", JsonValue.from(Map.of("city", Map.of("type", "string"))))
            .putAdditionalProperty("required", JsonValue.from(List.of("city")))
            .build();
    return ChatCompletionCreateParams.builder()
        .model(tenant.model("echo"))
        .addUserMessage("what is it like there, and how late?")
        .addFunctionTool(
            FunctionDefinition.builder()
                .name("weather")
                .description("the weather of a city")
                .strict(true)
                .parameters(parameters)
                .build())
        .addFunctionTool(FunctionDefinition.builder().name("time").build());
  }
}
