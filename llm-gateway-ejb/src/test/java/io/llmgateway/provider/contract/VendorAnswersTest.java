package io.llmgateway.provider.contract;

import static io.llmgateway.provider.contract.Requests.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.provider.transport.CannedProvider;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of each vendor's answers, by the shipped files. */
class VendorAnswersTest {
  private static final String STOP = "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}";

  private static String text(String text) {
    return "{'choices':[{'index':0,'delta':{'content':'" + text + "'}}]}";
  }

  @Test
  void zhipuTextHasNoBoxes() {
    List<ChatEvent> events =
        Shipped.stream(
            "zhipu",
            "glm-4.5v",
            text("It is <|beg"),
            text("in_of_box|>4"),
            text("2<|end_of_box|"),
            text("> or < 43 <|e"),
            STOP);

    assertEquals("It is 42 or < 43 <|e", Spoken.text(events));
    assertEquals(List.of("stop"), Spoken.finishes(events));
  }

  @Test
  void zhipuTextIsNotHeldBackForABoxThatDoesNotCome() {
    List<ChatEvent> events =
        Shipped.stream("zhipu", "glm-4.5v", text("a <"), text("b"), text(" c"), STOP);

    assertEquals(
        List.of("a ", "<b", " c"),
        Spoken.only(ChatEvent.TextDelta.class, events).stream()
            .map(ChatEvent.TextDelta::text)
            .toList());
  }

  @Test
  void llamaKeepsItsTimingsToItself() {
    List<ChatEvent> events =
        Shipped.stream(
            "llamacpp",
            "any",
            text("hi"),
            "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],'timings':{'prompt_n':3},"
                + "'usage':{'prompt_tokens':3,'completion_tokens':1,'total_tokens':4}}");

    assertFalse(events.toString().contains("timings"), events.toString());
    assertEquals(Usage.of(3, 1), Spoken.usage(events));
  }

  @Test
  void azureBeginsWithoutItsFilterResults() {
    List<ChatEvent> events =
        Shipped.stream(
            "azure-openai",
            "gpt-4o",
            "{'id':'','model':'','choices':[],'prompt_filter_results':[{'prompt_index':0}]}",
            "{'id':'c','model':'gpt-4o-2024','choices':[{'index':0,'delta':{'content':'a'}}]}",
            STOP);

    assertEquals("gpt-4o-2024", ((ChatEvent.Started) events.get(0)).model());
    assertFalse(events.toString().contains("prompt_filter_results"), events.toString());
  }

  @Test
  void moonshotToolsOfOneNameHaveTheirNameAgain() {
    String fields = Shipped.tools("look");
    List<ChatEvent> events =
        Shipped.answer(
            "moonshot",
            "kimi-k2.5",
            fields,
            "{'id':'c','model':'m','choices':[{'index':0,'message':{'content':null,'tool_calls':["
                + "{'id':'look_2:0','type':'function','function':{'name':'look_2',"
                + "'arguments':'{}'}}]},'finish_reason':'tool_calls'}]}");

    ChatEvent.ToolCallStart call = Spoken.only(ChatEvent.ToolCallStart.class, events).get(0);
    assertEquals("look", call.name());
    assertEquals("look_2:0", call.id(), "ids are opaque");
  }

  @Test
  void minimaxGetsItsThinkingBackWithTheCall() {
    JsonObject call =
        json("{'id':'call_1','type':'function','function':{'name':'look','arguments':'{}'}}");
    try (CannedProvider upstream =
        Shipped.canned(
            "text/event-stream",
            "data: {'choices':[{'index':0,'delta':{'reasoning_details':[{'type':'reasoning.text',"
                + "'id':'r-1','index':0,'text':'I must '}]}}]}\n\n"
                + "data: {'choices':[{'index':0,'delta':{'reasoning_details':[{"
                + "'type':'reasoning.text','id':'r-1','index':0,'text':'look.'}]}}]}\n\n"
                + "data: {'choices':[{'index':0,'delta':{'tool_calls':["
                + call.toString().replace('"', '\'')
                + "]},'finish_reason':'tool_calls'}]}\n\ndata: [DONE]\n\n")) {
      Shipped.all(Shipped.open(upstream, "minimax", "MiniMax-M2.5", true, Shipped.tools("find")));
    }

    JsonObject next =
        Shipped.sent(
            "minimax",
            "MiniMax-M2.5",
            "'messages':[{'role':'user','content':'hi'},{'role':'assistant','content':'',"
                + "'tool_calls':["
                + call.toString().replace('"', '\'')
                + "]},{'role':'tool','tool_call_id':'call_1','content':'seen'}]");

    JsonArray details = Shipped.message(next, 1).getJsonArray("reasoning_details");
    assertEquals(1, details.size(), details.toString());
    assertEquals("I must look.", details.getJsonObject(0).getString("text"));
    assertEquals("r-1", details.getJsonObject(0).getString("id"));
  }

  @Test
  void minimaxGetsThinkingThatTheClientSends() {
    JsonObject sent =
        Shipped.sent(
            "minimax",
            "MiniMax-M2.5",
            "'messages':[{'role':'user','content':'hi'},{'role':'assistant','content':'',"
                + "'reasoning_content':'I must look.','tool_calls':[{'id':'another','type':"
                + "'function','function':{'name':'look','arguments':'{}'}}]},"
                + "{'role':'tool','tool_call_id':'another','content':'seen'}]");

    assertEquals(
        "I must look.",
        Shipped.message(sent, 1)
            .getJsonArray("reasoning_details")
            .getJsonObject(0)
            .getString("text"));
  }

  @Test
  void stepfunCallsOfOldModelsComeAsAStream() {
    List<ChatEvent> events =
        Shipped.answer(
            "stepfun",
            "step-1-8k",
            Shipped.tools("find"),
            "{'id':'c','model':'m','choices':[{'index':0,'message':{'content':'Wait.',"
                + "'tool_calls':[{'id':'a','type':'function','function':{'name':'find',"
                + "'arguments':'{}'}}]},'finish_reason':'tool_calls'}],'usage':"
                + "{'prompt_tokens':3,'completion_tokens':1,'total_tokens':4}}");

    assertEquals("Wait.", Spoken.text(events));
    assertEquals(List.of("tool_calls"), Spoken.finishes(events));
  }

  @Test
  void ernieSearchResultsComeOnce() {
    String results = "'search_results':[{'index':1,'url':'https://a.example'}]";
    List<ChatEvent> events =
        Shipped.stream(
            "ernie",
            "ernie-4.5-turbo-128k",
            "{'choices':[{'index':0,'delta':{'content':'a'}}]," + results + "}",
            "{'choices':[{'index':0,'delta':{'content':'b'}}]}",
            "{'choices':[{'index':0,'delta':{},'finish_reason':'normal'}]," + results + "}");

    assertEquals("ab", Spoken.text(events));
    assertEquals(1, events.toString().split("search_results", -1).length - 1, events.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"reasoning_content", "reasoning"})
  void vllmReasoningIsReadByEitherName(String field) {
    List<ChatEvent> events =
        Shipped.stream(
            "vllm",
            "any",
            "{'choices':[{'index':0,'delta':{'" + field + "':'hm'}}]}",
            text("a"),
            STOP);

    assertEquals("hm", Spoken.reasoning(events));
    assertTrue(events.stream().noneMatch(e -> e instanceof ChatEvent.ChoiceFields));
  }

  @ParameterizedTest
  @CsvSource({
    "mistral,model_length,length",
    "zhipu,sensitive,content_filter",
    "zhipu,model_context_window_exceeded,length",
    "sensenova-compatible,sensitive,content_filter",
    "sensenova-compatible,context,length",
    "hunyuan,sensitive,content_filter",
    "vllm,stop,stop"
  })
  void endsInOpenAisWords(String provider, String word, String reason) {
    List<ChatEvent> events =
        Shipped.stream(
            provider,
            "m",
            text("a"),
            "{'choices':[{'index':0,'delta':{},'finish_reason':'" + word + "'}]}");

    assertEquals(List.of(reason), Spoken.finishes(events));
  }

  @ParameterizedTest
  @CsvSource({"zhipu,network_error", "mistral,error", "vllm,abort"})
  void anEndThatIsAFailureIsOne(String provider, String word) {
    ChatException.Retryable failed =
        assertThrows(
            ChatException.Retryable.class,
            () ->
                Shipped.stream(
                    provider,
                    "m",
                    text("a"),
                    "{'choices':[{'index':0,'delta':{},'finish_reason':'" + word + "'}]}"));

    assertEquals(Outcome.SERVER, failed.outcome());
  }

  @ParameterizedTest
  @CsvSource({"context,length", "sensitive,content_filter", "stop,stop"})
  void senseNovaEndsInOpenAisWords(String word, String reason) {
    List<ChatEvent> events =
        Shipped.stream(
            "sensenova-native",
            "SenseChat-5",
            "{'data':{'id':'i','choices':[{'index':0,'delta':'a','finish_reason':''}]}}",
            "{'data':{'id':'i','choices':[{'index':0,'delta':'','finish_reason':'"
                + word
                + "'}],'usage':{'prompt_tokens':1,'completion_tokens':1,'total_tokens':2}}}");

    assertEquals("a", Spoken.text(events));
    assertEquals(List.of(reason), Spoken.finishes(events));
  }

  @ParameterizedTest
  @CsvSource({
    "'is_truncated':true,length",
    "'need_clear_history':true,content_filter",
    "'is_truncated':false,stop"
  })
  void erniesLegacyEndSaysWhy(String field, String reason) {
    String sse =
        "data: {'id':'as-1','is_end':false,'result':'a'}\n\n"
            + "data: {'id':'as-1','is_end':true,'result':'b',"
            + field
            + ",'usage':{'prompt_tokens':1,'completion_tokens':1,'total_tokens':2}}\n\n";
    byte[] bytes = sse.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    List<ChatEvent> events =
        Spoken.of(
                Recorded.of("wenxin"),
                new Recorded.Part("200 text/event-stream", bytes),
                Requests.chat(true))
            .events();

    assertEquals("ab", Spoken.text(events));
    assertEquals(List.of(reason), Spoken.finishes(events));
  }

  @Test
  void qwensEmptyPiecesAreNothing() {
    List<ChatEvent> events =
        Shipped.stream(
            "qwen",
            "qwen-plus",
            "{'choices':[{'index':0,'delta':{'content':'','reasoning_content':''}}]}",
            text("a"),
            STOP);

    assertEquals(0, Spoken.only(ChatEvent.ReasoningDelta.class, events).size());
    assertEquals(1, Spoken.only(ChatEvent.TextDelta.class, events).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"input_sensitive", "output_sensitive"})
  void anEmptyAnswerOfMinimaxThatIsFlaggedIsFiltered(String flag) {
    ChatException.Filtered filtered =
        assertThrows(
            ChatException.Filtered.class,
            () ->
                Shipped.answer(
                    "minimax",
                    "MiniMax-M2.5",
                    "'stop':'x'",
                    "{'id':'c','model':'m','choices':null,'"
                        + flag
                        + "':true,'base_resp':{'status_code':0,'status_msg':''}}"));

    assertEquals(ErrorCode.CONTENT_FILTER, filtered.code());
  }
}
