package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.Filing;
import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ModelTraits;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.catalog.ToolCalling;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelLayerTest {
  private static final String TOOLS =
      "{'messages':[{'role':'user','content':'hi'}],'tools':[{'type':'function',"
          + "'function':{'name':'time','parameters':{'type':'object','properties':"
          + "{'zone':{'anyOf':[{'type':'string'},{'type':'null'}]}}}}},"
          + "{'type':'function','function':{'name':'date'}}]}";
  private static final String JSON_OBJECT =
      "{'messages':[{'role':'user','content':'hi'}],'response_format':{'type':'json_object'}}";
  private static final String JSON_SCHEMA =
      "{'messages':[{'role':'user','content':'hi'}],'response_format':{'type':'json_schema',"
          + "'json_schema':{'name':'n','schema':{'type':'object'}}}}";

  private final ModelLayer layer = AttemptFixture.LAYER;
  private final List<String> adjusted = new ArrayList<>();
  private ChatRequest sent;

  private static Candidate candidate(ModelCard card, Map<String, String> options) {
    ProviderCard provider =
        new ProviderCard("own", "Own", "openai", null, null, false, options, List.of());
    return new Candidate("m", "m", provider, null, card);
  }

  private static ModelCard card(String... capabilities) {
    return new ModelCard("m", List.of(), "chat", 0, 0, Set.of(capabilities), null);
  }

  private static ModelCard card(Set<String> lacks, int maxTools, int depth) {
    ModelTraits traits =
        new ModelTraits(
            lacks,
            ToolCalling.UNKNOWN,
            Set.of(),
            Set.of(),
            maxTools,
            depth,
            Filing.UNKNOWN,
            null,
            false);
    return new ModelCard("m", List.of(), "chat", 0, 0, Set.of(), null, traits);
  }

  private LanguageModel provider(String text) {
    return (request, cancellation) -> {
      sent = request;
      return new GivenEvents(
          new ChatEvent.TextDelta(0, text, null), new ChatEvent.Finish(0, "stop"));
    };
  }

  private static ChatRequest request(String body, boolean stream) {
    JsonObject json = Json.createReader(new StringReader(body.replace('\'', '"'))).readObject();
    return new ChatRequest("m", json, stream, false, 1, 0, 10);
  }

  private ChatStream ask(String body, boolean stream, Candidate candidate, String answer) {
    adjusted.clear();
    ChatRequest request = request(body, stream);
    LayerPlan plan = layer.plan(candidate);
    FittedRequest fitted = RequestFit.of(request, candidate, candidate, plan);
    adjusted.addAll(fitted.adjusted());
    return layer
        .around(provider(answer), plan, fitted.request(), adjusted::add)
        .chat(fitted.request(), new Cancellation());
  }

  @Test
  void aModelThatIsKnownToHaveNoToolsIsToldInItsPrompt() {
    Candidate weak = candidate(card("json_mode"), Map.of("tool-dialect", "hermes"));
    String call = "<tool_call>{\"name\":\"time\",\"arguments\":{}}</tool_call>";
    ChatStream answer = ask(TOOLS, true, weak, call);
    assertTrue(
        answer.next() instanceof ChatEvent.ToolCallStart start && start.name().equals("time"));
    assertFalse(sent.body().containsKey("tools"));
    assertTrue(sent.body().toString().contains("function calling AI model"));
    assertEquals(List.of("tools=prompt"), adjusted);
  }

  @Test
  void aModelThatHasAllOrOfWhichNothingIsKnownIsLeftAlone() {
    LanguageModel model = provider("x");
    ChatRequest plain = request("{'messages':[],'reasoning_effort':'low'}", true);
    ChatRequest json = request(JSON_SCHEMA, true);
    ModelCard able = card("tools", "parallel_tools", "json_schema");
    for (ModelCard card : new ModelCard[] {null, card(), able}) {
      Candidate candidate = candidate(card, Map.of());
      LayerPlan plan = layer.plan(candidate);
      assertSame(plain, RequestFit.of(plain, candidate, candidate, plan).request());
      assertSame(model, layer.around(model, plan, plain, adjusted::add));
      assertSame(model, layer.around(model, plan, json, adjusted::add));
      ask(TOOLS, true, candidate, "x");
      assertEquals(request(TOOLS, true), sent);
      assertEquals(List.of(), adjusted);
      assertFalse(layer.asksTwice(json.body(), List.of(candidate)));
      assertFalse(layer.asksTwice(request(TOOLS, true).body(), List.of(candidate)));
    }
  }

  @Test
  void onlyAModelThatIsSaidToLackParallelCallsMakesOneAtATime() {
    ask(TOOLS, true, candidate(card("tools"), Map.of()), "x");
    assertEquals(List.of(), adjusted);
    ask(TOOLS, true, candidate(card(Set.of("parallel_tools"), 0, 0), Map.of()), "x");
    assertEquals(List.of("parallel_tool_calls=false"), adjusted);
  }

  @Test
  void aWireWithoutToolsOrJsonIsNoObstacle() {
    Candidate without = candidate(null, Map.of("drop", "tools, response_format"));
    ask(TOOLS, true, without, "x");
    assertEquals(List.of("tools=prompt"), adjusted);
    ask(JSON_OBJECT, true, without, "{}");
    assertFalse(sent.body().containsKey("response_format"));
    ModelLayer mute = new ModelLayer((uri, most, cancellation) -> null, (card, field) -> false);
    assertTrue(mute.plan(candidate(null, Map.of())).promptsTools());
  }

  @Test
  void sendsNoMoreToolsAndNoOtherSchemasThanTheModelTakes() {
    ask(TOOLS, true, candidate(card(Set.of(), 1, 0), Map.of()), "x");
    assertEquals(List.of("tools=1"), adjusted);
    assertEquals(1, sent.body().getJsonArray("tools").size());
    ask(TOOLS, true, candidate(card(Set.of("schema_unions"), 0, 0), Map.of()), "x");
    assertEquals(List.of("tools.parameters"), adjusted);
    assertFalse(sent.body().toString().contains("anyOf"));
  }

  @ParameterizedTest
  @CsvSource({
    "json_mode, json_object, json_object",
    "json_mode, json_schema, json_object",
    "json_schema, json_schema, json_schema",
    "json_schema, json_object, json_object",
    "tools, json_object, ''",
    "tools, json_schema, ''",
  })
  void jsonIsAskedForAsTheModelKnowsIt(String capability, String asked, String format) {
    String body = asked.equals("json_schema") ? JSON_SCHEMA : JSON_OBJECT;
    Candidate candidate = candidate(card(capability), Map.of());
    ChatStream answer = ask(body, false, candidate, "Here: {\"a\":1}");
    JsonObject sentFormat = sent.body().getJsonObject("response_format");
    assertEquals(format, sentFormat == null ? "" : sentFormat.getString("type"));
    boolean emulated = !format.equals(asked);
    String how = format.isEmpty() ? "prompt" : format;
    assertEquals(emulated ? List.of("response_format=" + how) : List.of(), adjusted);
    String text = emulated ? "{\"a\":1}" : "Here: {\"a\":1}";
    assertEquals(new ChatEvent.TextDelta(0, text, null), answer.next());
    assertEquals(emulated, layer.asksTwice(request(body, false).body(), List.of(candidate)));
    assertEquals(emulated, ModelLayer.emulates(request(body, false).body(), layer.plan(candidate)));
  }

  @Test
  void whoThinksAndRefusesJsonThenIsAskedInWords() {
    Map<String, String> options = Map.of("json-mode", "by-name-not-thinking", "thinking", "flag");
    Candidate thinker = candidate(card("json_mode", "reasoning"), options);
    ask(JSON_OBJECT, false, thinker, "{}");
    assertFalse(sent.body().containsKey("response_format"));
    String off = JSON_OBJECT.replace("{'messages'", "{'enable_thinking':false,'messages'");
    ask(off, false, thinker, "{}");
    assertTrue(sent.body().containsKey("response_format"));
    assertTrue(sent.body().getJsonArray("messages").toString().contains("JSON"));
    // the client's word may not survive the fitting, so money is there for both
    assertTrue(layer.asksTwice(request(off, false).body(), List.of(thinker)));
  }

  @Test
  void moneyIsSetAsideForTwoCallsWhereTheModelMayBeAskedTwice() {
    JsonObject tools = request(TOOLS, true).body();
    Candidate checked = candidate(null, Map.of("tool-arguments", "checked"));
    assertTrue(layer.asksTwice(tools, List.of(candidate(null, Map.of()), checked)));
    assertFalse(layer.asksTwice(request("{'messages':[]}", true).body(), List.of(checked)));
    Candidate once = candidate(null, Map.of("tool-arguments", "checked", "ask-again", "never"));
    assertFalse(layer.asksTwice(tools, List.of(once)));
  }

  @Test
  void thinkingIsSaidInTheModelsWords() {
    Map<String, String> options = Map.of("thinking", "type", "reasoning-history", "removed");
    String body =
        "{'messages':[{'role':'assistant','content':'a','reasoning_content':'r'}],"
            + "'reasoning_effort':'high','include_reasoning':true}";
    ask(body, true, candidate(null, options), "x");
    assertEquals("enabled", sent.body().getJsonObject("thinking").getString("type"));
    assertFalse(sent.body().toString().contains("reasoning_content"));
    assertFalse(sent.body().containsKey("include_reasoning"));
    assertEquals(List.of("reasoning_effort", "messages[0].reasoning_content"), adjusted);
    ask(body, true, candidate(card(Set.of("reasoning"), 0, 0), options), "x");
    assertFalse(sent.body().containsKey("thinking"));
  }

  @Test
  void reasoningBetweenTagsAndStreamsAsTheModelHasThem() {
    Candidate tagged = candidate(null, Map.of("reasoning-tags", "in-text", "answers", "streamed"));
    ChatStream answer = ask("{'messages':[]}", false, tagged, "<think>why</think>so");
    assertEquals(new ChatEvent.ReasoningDelta(0, "why"), answer.next());
    assertEquals(new ChatEvent.TextDelta(0, "so", null), answer.next());
    assertTrue(sent.stream());
    ask("{'messages':[]}", true, candidate(null, Map.of("answers", "whole")), "x");
    assertFalse(sent.stream());
  }

  @Test
  void aChannelUndoesWhatTheProvidersFileSays() {
    ProviderCard vllm = Catalog.load().provider("vllm").orElseThrow();
    assertEquals(
        LayerPlan.Tags.IN_TEXT, layer.plan(new Candidate("m", "m", vllm, null, null)).tags());
    ProviderCard undone = vllm.with(Map.of("reasoning-tags", "none", "thinking", "none"));
    LayerPlan plan = layer.plan(new Candidate("m", "gpt-oss", undone, null, null));
    assertEquals(LayerPlan.Tags.NONE, plan.tags());
    assertNull(plan.thinking());
  }

  @Test
  void anOptionThatNobodyUnderstandsIsNamed() {
    for (String option :
        List.of("tool-dialect", "thinking", "answers", "json-mode", "reasoning-tags", "images")) {
      IllegalArgumentException wrong =
          assertThrows(
              IllegalArgumentException.class,
              () -> layer.plan(candidate(null, Map.of(option, "nonsense"))));
      assertTrue(wrong.getMessage().startsWith(option), wrong.getMessage());
    }
    Map<String, String> budget = Map.of("thinking", "flag", "thinking-budget", "many");
    assertThrows(IllegalArgumentException.class, () -> layer.plan(candidate(null, budget)));
    assertNull(layer.plan(candidate(null, Map.of())).thinking());
  }

  @Test
  void everyShippedProviderAndModelHasAPlan() {
    int plans = 0;
    for (ProviderCard provider : Catalog.load().providers()) {
      for (ModelCard card : provider.models()) {
        Candidate candidate = new Candidate(card.id(), card.id(), provider, null, card);
        LayerPlan plan = layer.plan(candidate);
        if (card.traits().lacks().contains("reasoning")
            && plan.thinksUnasked()
            && plan.thinking() != null) {
          List<String> gone = new ArrayList<>();
          plan.thinking().fitting(request("{'enable_thinking':true}", true).body(), gone);
          assertEquals(List.of("enable_thinking"), gone, card.id());
        }
        plans++;
      }
      Candidate unknown = new Candidate("m", "unknown", provider, null, null);
      assertFalse(layer.plan(unknown).promptsTools(), provider.id());
    }
    assertTrue(plans > 600, "models: " + plans);
  }

  @Test
  void shippedModelsAreToldToThinkInTheirOwnWords() {
    assertEquals(
        "{\"thinking\":{\"type\":\"disabled\"}}", told("deepseek", "deepseek-v4-pro", "none"));
    assertEquals(
        "{\"enable_thinking\":true,\"thinking_budget\":4096}", told("qwen", "qwen-plus", "medium"));
    assertEquals(
        "{\"thinking\":{\"type\":\"enabled\"},\"reasoning_effort\":\"max\"}",
        told("zhipu", "glm-5.2", "xhigh"));
    assertEquals("{\"reasoning_effort\":\"high\"}", told("openai", "o3", "max"));
    assertEquals("{\"reasoning_effort\":\"low\"}", told("openai", "o3", "none"));
    assertEquals("{}", told("moonshot", "kimi-k2.7-code", "none"));
    assertEquals("{\"thinking\":{\"enabled\":true}}", told("sensenova-compatible", "m", "low"));
    assertEquals(
        "{\"chat_template_kwargs\":{\"enable_thinking\":false}}", told("vllm", "qwen3", "none"));
  }

  private String told(String provider, String model, String effort) {
    ProviderCard card = Catalog.load().provider(provider).orElseThrow();
    Candidate candidate = new Candidate(model, model, card, null, card.model(model).orElse(null));
    JsonObject body = request("{'reasoning_effort':'" + effort + "'}", true).body();
    return layer.plan(candidate).thinking().fitting(body, new ArrayList<>()).toString();
  }
}
