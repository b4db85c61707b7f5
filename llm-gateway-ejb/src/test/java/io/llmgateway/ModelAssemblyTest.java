package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.routing.Candidate;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ModelAssemblyTest {
  private final List<String> adjusted = new ArrayList<>();
  private JsonObject sent;

  private static Candidate candidate(ModelCard card, Map<String, String> options) {
    ProviderCard provider =
        new ProviderCard("own", "Own", "openai", null, null, false, options, List.of());
    return new Candidate("m", "m", provider, null, card);
  }

  private static ModelCard card(String... capabilities) {
    return new ModelCard("m", List.of(), "chat", 0, 0, Set.of(capabilities), null);
  }

  private LanguageModel provider(String text) {
    return (request, cancellation) -> {
      sent = request.body();
      return new GivenEvents(
          new ChatEvent.TextDelta(0, text, null), new ChatEvent.Finish(0, "stop"));
    };
  }

  private static ChatRequest request() {
    String body =
        "{'messages':[{'role':'user','content':'hi'}],'tools':[{'type':'function',"
            + "'function':{'name':'time'}}]}";
    JsonObject json = Json.createReader(new StringReader(body.replace('\'', '"'))).readObject();
    return new ChatRequest("m", json, true, false, 1, 0, 10);
  }

  @Test
  void aModelThatIsKnownToHaveNoToolsIsToldInItsPrompt() {
    Candidate weak = candidate(card("json_mode"), Map.of("tool-dialect", "hermes"));
    String call = "<tool_call>{\"name\":\"time\",\"arguments\":{}}</tool_call>";
    ChatStream answer =
        ModelAssembly.around(provider(call), weak, adjusted::add)
            .chat(request(), new Cancellation());
    assertTrue(
        answer.next() instanceof ChatEvent.ToolCallStart start && start.name().equals("time"));
    assertFalse(sent.containsKey("tools"));
    assertTrue(sent.toString().contains("function calling AI model"));
    assertEquals(List.of("tools=prompt"), adjusted);
  }

  @Test
  void aModelThatHasAllOrOfWhichNothingIsKnownIsLeftAlone() {
    LanguageModel model = provider("x");
    for (ModelCard card : new ModelCard[] {null, card(), card("tools", "parallel_tools")}) {
      assertSame(model, ModelAssembly.around(model, candidate(card, Map.of()), adjusted::add));
    }
  }

  @Test
  void aModelWithoutParallelCallsMakesOneAtATime() {
    ModelAssembly.around(provider("x"), candidate(card("tools"), Map.of()), adjusted::add)
        .chat(request(), new Cancellation());
    assertEquals(List.of("parallel_tool_calls=false"), adjusted);
  }

  @Test
  void aWireWithoutToolsIsNoObstacleWhereItNamesADialect() {
    Candidate without = candidate(null, Map.of("drop", "tools", "tool-dialect", "qwen"));
    assertEquals(request(), RequestFit.of(request(), without, without).request());
    ModelAssembly.around(provider("x"), without, adjusted::add).chat(request(), new Cancellation());
    assertEquals(List.of("tools=prompt"), adjusted);
  }
}
