package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEvent.ChoiceFields;
import io.llmgateway.chat.ChatEvent.Finish;
import io.llmgateway.chat.ChatEvent.ReasoningDelta;
import io.llmgateway.chat.ChatEvent.ResponseFields;
import io.llmgateway.chat.ChatEvent.Started;
import io.llmgateway.chat.ChatEvent.TextDelta;
import io.llmgateway.provider.transport.CannedProvider;
import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What compatible providers do differently in their answers, each as it was seen. */
class OpenAiQuirksTest {
  private static final String TEXT =
      "{'model':'m','choices':[{'index':0,'delta':{'content':'a'}}]}";
  private static final String STOP = "{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}]}";

  private static List<ChatEvent> body(String sse) {
    return Answers.of("text/event-stream", sse.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "data:{'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}\r\n\r\ndata:[DONE]\r\n\r\n",
        "data: {'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}\r\rdata: [DONE]\r\r",
        "\uFEFFdata: {'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}\n\n",
        "id:1\nevent:result\n:HTTP_STATUS/200\ndata:{'choices':[{'delta':{'content':'a'},"
            + "'finish_reason':'stop'}]}\n\n",
        "data: {'choices':[{'delta':\ndata: {'content':'a'},'finish_reason':'stop'}]}\n\n",
        "meta: {'usage':{}}\ndata: {'choices':[{'delta':{'content':'a'},'finish_reason':'stop'}]}",
        "data: {}\n\ndata: \"\"\n\ndata: null\n\ndata:\n\ndata: {'choices':[{'delta':{'content':'a'},"
            + "'finish_reason':'stop'}]}\n\ndata:  [DONE] \n\ndata: [DONE]\n\n",
        ": OPENROUTER PROCESSING\n\n\n\n: ping\n\ndata: {'choices':[{'delta':{'content':'a'},"
            + "'finish_reason':'stop'}]}\n\ndata: [DONE]\n\nnever read",
      })
  void readsEveryFramingOfEvents(String sse) {
    List<ChatEvent> events = body(sse);
    assertEquals("a", Answers.text(events));
    assertEquals(new Finish(0, "stop"), events.get(events.size() - 1));
  }

  @Test
  void passesOverPings() {
    List<ChatEvent> events =
        body(
            "event: ping\ndata: {'type':'ping'}\n\n"
                + Answers.sse(TEXT)
                + "event: ping\ndata: {'type':'ping'}\n\n"
                + Answers.sse(STOP));
    assertEquals(List.of(), Answers.only(ResponseFields.class, events));
    assertEquals(new Started("m", JsonValue.EMPTY_JSON_OBJECT), events.get(0));
  }

  @Test
  void takesTheEndOfTheStreamForTheEndAfterAFinishReason() {
    assertEquals("a", Answers.text(body(Answers.sse(TEXT, STOP))));
  }

  @Test
  void takesDoneForTheEndOfAnAnswerWithoutAFinishReason() {
    List<ChatEvent> events =
        body(
            "data:{'code':0,'message':'Success','sid':'s','choices':[{'delta':{'content':'a'},"
                + "'index':0}],'usage':{'prompt_tokens':1,'completion_tokens':1}}\n\ndata:[DONE]\n\n");
    assertEquals(new Started(null, Answers.json("{'sid':'s'}")), events.get(0));
    assertEquals(new Finish(0, "stop"), events.get(2));
    assertEquals(1, Answers.only(ChatEvent.UsageReported.class, events).size());
  }

  @Test
  void readsJsonWhereAStreamWasAskedFor() {
    List<ChatEvent> events =
        Answers.of(
            "text/event-stream",
            "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");
    assertEquals("a", Answers.text(events));
  }

  @Test
  void readsAStreamWhereJsonWasAskedFor() {
    assertEquals("a", Answers.text(Answers.of("application/json", Answers.sse(TEXT, STOP))));
  }

  @Test
  void skipsBlankLinesBeforeAJsonAnswer() {
    List<ChatEvent> events =
        Answers.of(
            "application/json",
            "\n\n \r\n{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}");
    assertEquals("a", Answers.text(events));
  }

  @Test
  void passesOverChunksWithoutChoices() {
    List<ChatEvent> events =
        Answers.stream(
            "{'id':'','model':'','choices':[],'prompt_filter_results':[{'prompt_index':0}]}",
            "{'model':'m','choices':null}",
            "{'model':'m'}",
            TEXT,
            STOP);
    assertEquals(
        new Started("m", Answers.json("{'prompt_filter_results':[{'prompt_index':0}]}")),
        events.get(0));
    assertEquals("a", Answers.text(events));
  }

  @Test
  void givesContentBeforeTheFinishOfTheSameChunk() {
    List<ChatEvent> events =
        Answers.stream("{'choices':[{'delta':{'content':'a'},'finish_reason':'length'}]}");
    assertEquals(
        List.of(
            new Started(null, JsonValue.EMPTY_JSON_OBJECT),
            new TextDelta(0, "a", null),
            new Finish(0, "length")),
        events);
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "'null'", "null"})
  void doesNotFinishOnAnEmptyReason(String reason) {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'delta':{'content':'a'},'finish_reason':" + reason + "}]}", TEXT, STOP);
    assertEquals("aa", Answers.text(events));
    assertEquals(List.of(new Finish(0, "stop")), Answers.only(Finish.class, events));
  }

  @Test
  void doesNotFinishBeforeTheLastText() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'delta':{'content':'a'},'finish_reason':'normal'}]}",
            "{'choices':[{'delta':{'content':'b'},'finish_reason':'normal'}]}");
    assertEquals("ab", Answers.text(events));
    assertEquals(new Finish(0, "stop"), events.get(events.size() - 1));
  }

  @ParameterizedTest
  @CsvSource({
    "sensitive,content_filter",
    "max_tokens,length",
    "normal,stop",
    "STOP,stop",
    "model_context_window_exceeded,length",
    "SAFETY,content_filter",
    "tool_use,tool_calls",
    "eos,stop",
    "context,length",
    "content_filter,content_filter",
    "their_own_word,their_own_word"
  })
  void saysTheFinishReasonInOpenAisWords(String theirs, String ours) {
    List<ChatEvent> events =
        Answers.stream("{'choices':[{'delta':{'content':'a'},'finish_reason':'" + theirs + "'}]}");
    assertEquals(List.of(new Finish(0, ours)), Answers.only(Finish.class, events));
  }

  @Test
  void saysRoleOnlyOnceByNotSayingItAtAll() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'delta':{'role':'assistant','name':'MiniMax AI','audio_content':'',"
                + "'content':'a'}}]}",
            "{'choices':[{'delta':{'role':'assistant','name':'MiniMax AI','audio_content':'',"
                + "'content':'b'},'finish_reason':'stop'}]}");
    assertEquals("ab", Answers.text(events));
    assertEquals(List.of(), Answers.only(ChoiceFields.class, events));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'reasoning_content':'why'",
        "'reasoning':'why'",
        "'reasoning_content':'','reasoning':'why'",
        "'reasoning':'why','reasoning_content':'why'",
        "'content':[{'type':'thinking','thinking':[{'type':'text','text':'why'}]}]",
        "'content':null,'reasoning_content':'why'",
      })
  void readsReasoningWhereverItStands(String delta) {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'delta':{" + delta + "}}]}",
            "{'choices':[{'delta':{'content':'a','reasoning_content':''}}]}",
            STOP);
    assertEquals(List.of(new ReasoningDelta(0, "why")), Answers.only(ReasoningDelta.class, events));
    assertEquals("a", Answers.text(events));
  }

  @Test
  void readsReasoningDetailsAndPassesThemOnForTheNextTurn() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'delta':{'reasoning_details':[{'type':'reasoning.text','text':'why',"
                + "'signature':'s'}]}}]}",
            TEXT,
            STOP);
    assertEquals(List.of(new ReasoningDelta(0, "why")), Answers.only(ReasoningDelta.class, events));
    ChoiceFields fields = Answers.only(ChoiceFields.class, events).get(0);
    assertEquals(
        Answers.json(
            "{'reasoning_details':[{'type':'reasoning.text','text':'why','signature':'s'}]}"),
        fields.delta());
  }

  @Test
  void readsTextPartsOfAContentArray() {
    assertEquals(
        "ab",
        Answers.text(
            Answers.stream(
                "{'choices':[{'delta':{'content':[{'type':'text','text':'a'},"
                    + "{'type':'text','text':'b'}]},'finish_reason':'stop'}]}")));
  }

  @Test
  void passesUnknownFieldsOn() {
    List<ChatEvent> events =
        Answers.stream(
            "{'model':'m','system_fingerprint':'f','obfuscation':'x','choices':[{'index':0,"
                + "'delta':{'refusal':'no','content':null},'content_filter_results':{'a':1}}]}",
            "{'model':'m','system_fingerprint':'f','obfuscation':'yy','service_tier':'default',"
                + "'choices':[{'index':0,'delta':{'refusal':' way'},"
                + "'content_filter_results':{'a':1},'finish_reason':'stop'}]}");
    assertEquals(new Started("m", Answers.json("{'system_fingerprint':'f'}")), events.get(0));
    assertEquals(
        List.of(new ResponseFields(Answers.json("{'service_tier':'default'}"))),
        Answers.only(ResponseFields.class, events));
    assertEquals(
        List.of(
            new ChoiceFields(
                0, JsonValue.EMPTY_JSON_OBJECT, Answers.json("{'content_filter_results':{'a':1}}")),
            new ChoiceFields(0, Answers.json("{'refusal':'no'}"), JsonValue.EMPTY_JSON_OBJECT),
            new ChoiceFields(0, Answers.json("{'refusal':' way'}"), JsonValue.EMPTY_JSON_OBJECT)),
        Answers.only(ChoiceFields.class, events));
  }

  @Test
  void doesNotBeginWithAFlagOfAChoice() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'index':0,'flag':0,'delta':{'role':'assistant','content':''}}]}",
            "{'choices':[{'index':0,'flag':0,'delta':{'content':'a'}}]}",
            STOP);
    assertEquals(
        new ChoiceFields(0, JsonValue.EMPTY_JSON_OBJECT, Answers.json("{'flag':0}")),
        events.get(1));
    assertEquals(new TextDelta(0, "a", null), events.get(2));
  }

  @Test
  void keepsLogprobsWithTheirText() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'delta':{'content':'a'},'logprobs':{'content':[{'token':'a'}]}}]}",
            "{'choices':[{'delta':{},'logprobs':{'content':[]},'finish_reason':'stop'}]}");
    assertEquals(
        List.of(
            new TextDelta(0, "a", Answers.json("{'content':[{'token':'a'}]}")),
            new TextDelta(0, "", Answers.json("{'content':[]}"))),
        Answers.only(TextDelta.class, events));
  }

  @Test
  void keepsSeveralChoicesApart() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'index':1,'delta':{'content':'b'}}]}",
            "{'choices':[{'index':0,'delta':{'content':'a'},'finish_reason':'stop'}]}",
            "{'choices':[{'index':1,'delta':{},'finish_reason':'length'}]}");
    assertEquals(
        List.of(
            new TextDelta(1, "b", null),
            new TextDelta(0, "a", null),
            new Finish(0, "stop"),
            new Finish(1, "length")),
        events.subList(1, events.size()));
  }

  @Test
  void numbersChoicesByPlaceWhenTheyHaveNoIndex() {
    List<ChatEvent> events =
        Answers.of(
            "application/json",
            "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"},"
                + "{\"message\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}");
    assertEquals(new TextDelta(1, "b", null), events.get(2));
  }

  @Test
  void doesNotRepeatTheWholeMessageThatFollowsItsParts() {
    List<ChatEvent> events =
        Answers.stream(
            "{'object':'chat.completion.chunk','choices':[{'index':0,'delta':{'content':'a'}}]}",
            "{'object':'chat.completion','choices':[{'index':0,'finish_reason':'stop','message':"
                + "{'role':'assistant','content':'a'}}],'usage':{'prompt_tokens':1,"
                + "'completion_tokens':1},'base_resp':{'status_code':0,'status_msg':''}}");
    assertEquals("a", Answers.text(events));
    assertEquals(1, Answers.only(ChatEvent.UsageReported.class, events).size());
  }

  @Test
  void doesNotEndWithTheProvidersOwnSearch() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'index':0,'delta':{'role':'tool','content':'found'},"
                + "'finish_reason':'stop'}]}",
            TEXT,
            "{'choices':[{'index':0,'delta':{},'finish_reason':'length'}]}");
    assertEquals("a", Answers.text(events));
    assertEquals(new Finish(0, "length"), events.get(events.size() - 1));
  }

  @Test
  void saysADegradedEndAfterOutputAsLength() {
    List<ChatEvent> events =
        Answers.stream(
            TEXT,
            "{'choices':[{'index':0,'delta':{},'finish_reason':'insufficient_system_resource'}]}");
    assertEquals(new Finish(0, "length"), events.get(events.size() - 1));
  }

  @Test
  void collectsALegacyFunctionCallIntoOneField() {
    List<ChatEvent> events =
        Answers.stream(
            "{'choices':[{'delta':{'function_call':{'name':'f','arguments':''}}}]}",
            "{'choices':[{'delta':{'function_call':{'arguments':'{}'}}}]}",
            "{'choices':[{'delta':{},'finish_reason':'function_call'}]}");
    assertEquals(
        Answers.json("{'function_call':{'name':'f','arguments':'{}'}}"),
        Answers.only(ChoiceFields.class, events).get(0).delta());
    assertEquals(new Finish(0, "function_call"), events.get(events.size() - 1));
  }

  @Test
  void endsWithoutAFailureWhenTheConnectionBreaksAfterTheFinish() {
    try (CannedProvider provider =
        new CannedProvider(
            exchange -> {
              exchange.write(
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                      + chunk(Answers.sse(TEXT, STOP)));
              exchange.socket().close();
            })) {
      List<ChatEvent> events = Answers.all(Answers.open(provider, true));
      assertEquals(new Finish(0, "stop"), events.get(events.size() - 1));
    }
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  @Test
  void givesNullForEverOnceItIsComplete() {
    try (CannedProvider provider =
        CannedProvider.of(
            "200 OK", Answers.sse(TEXT, STOP).getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
      var stream = Answers.open(provider, true);
      int events = 0;
      while (stream.next() != null) {
        events++;
      }
      assertTrue(events > 0);
      assertNull(stream.next());
      stream.close();
      stream.close();
    }
  }
}
