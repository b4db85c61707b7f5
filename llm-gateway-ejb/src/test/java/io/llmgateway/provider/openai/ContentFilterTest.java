package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Usage;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of an answer that a vendor's content policy stops, in the vendors' forms. */
class ContentFilterTest {
  private static final String TEXT = "{'choices':[{'index':0,'delta':{'content':'Half'}}]}";

  private static List<FilterHit> hits(List<ChatEvent> events) {
    return events.stream().map(FilterHit::in).filter(Objects::nonNull).toList();
  }

  private static void endsFiltered(List<ChatEvent> events, FilterHit hit) {
    assertEquals(
        List.of(new ChatEvent.Finish(0, "content_filter")),
        Answers.only(ChatEvent.Finish.class, events));
    assertEquals(List.of(hit), hits(events));
  }

  private static FilterHit late(String reason) {
    return new FilterHit(FilterHit.Side.ANSWER, reason, true);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'base_resp':{'status_code':1027,'status_msg':'output new_sensitive'}} | 1027",
        "{'code':10014,'message':'x','sid':'s'} | 10014",
        "{'error':{'code':'data_inspection_failed','message':'Output data may contain'}} |"
            + " data_inspection_failed",
        "{'error':{'code':'OutputTextSensitiveContentDetected','message':'x'}} |"
            + " OutputTextSensitiveContentDetected",
        "{'error':{'code':'1301','message':'x'}} | 1301",
        "{'Response':{'Error':{'Code':'OperationDenied.TextIllegalDetected','Message':'x'}}} |"
            + " OperationDenied.TextIllegalDetected",
        "{'error':{'code':'content_filter','message':'x'}} | content_filter"
      })
  void anErrorAfterTextIsTheEndOfAFilteredAnswer(String error, String reason) {
    List<ChatEvent> events = Answers.stream(TEXT, error);
    assertEquals("Half", Answers.text(events));
    endsFiltered(events, late(reason));
  }

  @Test
  void whatWasCountedBeforeIsReported() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'index':0,'delta':{'content':'Half'}}],"
                + "'usage':{'prompt_tokens':3,'completion_tokens':2}}",
            "{'base_resp':{'status_code':1027}}");
    assertEquals(
        Usage.of(3, 2), Answers.only(ChatEvent.UsageReported.class, events).get(0).usage());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'base_resp':{'status_code':1026,'status_msg':'input'}} | PROMPT",
        "{'base_resp':{'status_code':1027,'status_msg':'output'}} | ANSWER",
        "{'code':10013,'message':'x','sid':'s'} | PROMPT",
        "{'code':10014,'message':'x','sid':'s'} | ANSWER",
        "{'error':{'code':'InputTextSensitiveContentDetected','message':'x'}} | PROMPT",
        "{'error':{'code':'OutputTextSensitiveContentDetected','message':'x'}} | ANSWER",
        "{'error':{'code':'RespTextExistRisk','message':'x'}} | ANSWER",
        "{'error':{'code':'data_inspection_failed','message':'Input data may contain'}} | PROMPT",
        "{'error':{'code':'data_inspection_failed','message':'Output data may contain'}} | ANSWER",
        "{'error':{'code':'1301','message':'系统检测到输入或生成内容可能包含不安全内容'}} | PROMPT"
      })
  void anErrorBeforeTextSaysWhatThePolicyObjectsTo(String error, FilterHit.Side side) {
    for (List<String> form : List.of(List.of("text/event-stream"), List.of("application/json"))) {
      String json = error.replace('\'', '"');
      String body = form.get(0).endsWith("json") ? json : "data: " + json + "\n\n";
      ChatException.Filtered refused =
          assertThrows(ChatException.Filtered.class, () -> Answers.of(form.get(0), body));
      assertEquals(side, refused.hit().side(), error);
    }
  }

  @Test
  void aFlaggedAnswerWithoutTextIsFiltered() {
    String flags =
        "'input_sensitive':false,'output_sensitive':true,'output_sensitive_type':4,"
            + "'base_resp':{'status_code':0}";
    endsFiltered(
        Answers.of(
            "application/json",
            ("{'choices':[{'index':0,'message':{'role':'assistant','content':''},"
                    + "'finish_reason':'stop'}],"
                    + flags
                    + "}")
                .replace('\'', '"')),
        FilterHit.answer("output_sensitive 4"));
    endsFiltered(
        Answers.stream(
            TEXT, "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]," + flags + "}"),
        late("output_sensitive 4"));
  }

  @Test
  void aFlaggedPromptWithoutAnAnswerIsFilteredAndWithOneIsAnswered() {
    String flags = "'input_sensitive':true,'input_sensitive_type':3";
    String choice = "{'index':0,'delta':{},'finish_reason':'stop'}";
    endsFiltered(
        Answers.stream("{'choices':[" + choice + "]," + flags + "}"),
        FilterHit.prompt("input_sensitive 3"));
    List<ChatEvent> answered = Answers.stream(TEXT, "{'choices':[" + choice + "]," + flags + "}");
    assertEquals(List.of(), hits(answered));
    ChatException.Filtered refused =
        assertThrows(
            ChatException.Filtered.class,
            () ->
                Answers.of(
                    "application/json", ("{'choices':null," + flags + "}").replace('\'', '"')));
    assertEquals("input_sensitive 3", refused.hit().reason());
  }

  @ParameterizedTest
  @ValueSource(strings = {"sensitive", "SAFETY", "content_filter", "refusal", "RECITATION"})
  void theVendorsWordForTheEndIsTheReason(String word) {
    endsFiltered(
        Answers.stream(
            "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'" + word + "'}]}"),
        late(word));
  }

  @Test
  void whatStandsBesideTheChoiceIsTheReason() {
    endsFiltered(
        Answers.stream(
            "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'content_filter',"
                + "'moderation_hit_type':'severe_violation'}]}"),
        late("severe_violation"));
    endsFiltered(
        Answers.stream(
            "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'content_filter',"
                + "'content_filter_results':{'hate':{'filtered':true,'severity':'high'},"
                + "'violence':{'filtered':false}}}]}"),
        late("hate"));
    endsFiltered(
        Answers.stream(
            "{'need_clear_history':true,'ban_round':-1,"
                + "'choices':[{'index':0,'delta':{'content':''},'finish_reason':'normal'}]}"),
        FilterHit.prompt("need_clear_history -1"));
  }

  @Test
  void aToolCallThatIsCutBeforeItsNameIsNoFailure() {
    List<ChatEvent> events =
        Answers.stream(
            TEXT,
            "{'choices':[{'index':0,'delta':{'tool_calls':[{'index':0,'id':'c',"
                + "'function':{'arguments':'{'}}]}}]}",
            "{'choices':[{'index':0,'delta':{},'finish_reason':'sensitive'}]}");
    endsFiltered(events, late("sensitive"));
    assertEquals(List.of(), Answers.only(ChatEvent.ToolCallStart.class, events));
  }

  @Test
  void anOlderFunctionCallThatIsCutIsNotGiven() {
    String call =
        "{'choices':[{'index':0,'delta':{'function_call':{'name':'f','arguments':'%s'}}}]}";
    String end = "{'choices':[{'index':0,'delta':{},'finish_reason':'%s'}]}";
    List<ChatEvent> cut = Answers.stream(call.formatted("{"), end.formatted("length"));
    assertTrue(
        Answers.only(ChatEvent.ChoiceFields.class, cut).stream()
            .noneMatch(fields -> fields.delta().containsKey("function_call")),
        cut.toString());
    List<ChatEvent> whole = Answers.stream(call.formatted("{}"), end.formatted("length"));
    assertTrue(
        Answers.only(ChatEvent.ChoiceFields.class, whole).stream()
            .anyMatch(fields -> fields.delta().containsKey("function_call")),
        whole.toString());
  }
}
