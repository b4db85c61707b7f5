package io.llmgateway.model.json;

import static io.llmgateway.model.PreparedModel.answer;
import static io.llmgateway.model.PreparedModel.cuts;
import static io.llmgateway.model.PreparedModel.joined;
import static io.llmgateway.model.PreparedModel.json;
import static io.llmgateway.model.PreparedModel.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatEvent.Finish;
import io.llmgateway.chat.ChatEvent.ReasoningDelta;
import io.llmgateway.chat.ChatEvent.TextDelta;
import io.llmgateway.chat.ChatEvent.ToolCallStart;
import io.llmgateway.chat.ChatEvent.UsageReported;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.model.PreparedModel;
import io.llmgateway.model.json.JsonModel.Ability;
import jakarta.json.JsonArray;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonModelTest {
  private static final Finish STOP = new Finish(0, "stop");
  private static final String OBJECT =
      "{'messages':[{'role':'user','content':'x'}],'response_format':{'type':'json_object'}}";
  private static final String SCHEMA =
      "{'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'x'}],"
          + "'response_format':{'type':'json_schema','json_schema':{'name':'s','schema':"
          + "{'type':'object','properties':{'n':{'type':'integer'}},'required':['n'],"
          + "'additionalProperties':false}}}}";
  private static final String GOOD = "{\"n\": 4}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\": 4}",
        "\n {\"n\": 4}\n",
        "```json\n{\"n\": 4}\n```",
        "Here is {the object}: {\"n\": 4}. Is it right?",
        "```\n{\"n\": 4}```",
      })
  void takesTheDocumentOutOfWhateverIsAroundItWhereverTheTextIsCut(String text) {
    for (List<String> parts : cuts(text)) {
      for (String body : List.of(OBJECT, SCHEMA)) {
        for (boolean stream : new boolean[] {true, false}) {
          List<ChatEvent> events =
              events(new PreparedModel(answer(parts, STOP)), request(body, stream));

          assertEquals(answer(List.of(GOOD), STOP), events, parts.toString());
        }
      }
    }
  }

  @Test
  void anObjectOfAnyShapeIsPassedOnAsItArrives() {
    ChatStream answer =
        chat(
            new PreparedModel(answer(List.of("Sure: ", "{ ", "\"n\"", ": 4", "} bye"), STOP)),
            request(OBJECT, true));

    answer.next();
    assertEquals(new TextDelta(0, "{ \"n\"", null), answer.next());
    assertEquals(new TextDelta(0, ": 4", null), answer.next());
    assertEquals(new TextDelta(0, "}", null), answer.next());
    assertEquals(STOP, answer.next());
    assertNull(answer.next());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anyTextCutAnywhereGivesTheSameEvents(boolean stream) {
    List<String> words =
        List.of("{", "}", "[", "]", "\"n\"", ":", "4", " ", "\\", "\"", "x", "```json\n", "中");
    Random random = new Random(7);
    for (int round = 0; round < 1_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(10); i >= 0; i--) {
        text.append(words.get(random.nextInt(words.size())));
      }
      for (String body : List.of(OBJECT, SCHEMA)) {
        String whole = outcome(List.of(text.toString()), request(body, stream));
        for (List<String> parts : cuts(text.toString())) {
          assertEquals(whole, outcome(parts, request(body, stream)), parts.toString());
        }
      }
    }
  }

  /** The events, or the failure, and what the model was asked. */
  private static String outcome(List<String> parts, ChatRequest request) {
    PreparedModel model =
        new PreparedModel(answer(parts, STOP), answer(List.of("```" + GOOD + "```"), STOP));
    String outcome;
    try {
      outcome = events(model, request).toString();
    } catch (ChatException.Retryable e) {
      outcome = e.getMessage();
    }
    return outcome + model.asked;
  }

  @Test
  void tellsTheModelWhatIsWanted() {
    PreparedModel model = new PreparedModel(answer(List.of(GOOD), STOP));

    events(model, request(SCHEMA, false));

    ChatRequest asked = model.asked.get(0);
    assertFalse(asked.body().containsKey("response_format"));
    JsonArray messages = asked.body().getJsonArray("messages");
    assertEquals(2, messages.size());
    String system = messages.getJsonObject(0).getString("content");
    assertTrue(system.startsWith("Be brief.\n\n"), system);
    assertTrue(system.contains("\"additionalProperties\":false"), system);
  }

  @Test
  void aModelThatKnowsObjectsIsAskedForOne() {
    PreparedModel model = new PreparedModel(answer(List.of(GOOD), STOP));

    joined(
        new JsonModel(model, Ability.OBJECTS, true)
            .chat(request(SCHEMA, false), new Cancellation()));

    assertEquals(json("{'type':'json_object'}"), model.asked.get(0).body().get("response_format"));
  }

  @Test
  void aModelThatInsistsOnTheWordIsGivenIt() {
    List<ChatEvent> given = answer(List.of(GOOD), STOP);
    PreparedModel model = new PreparedModel(given, given);
    JsonModel byName = new JsonModel(model, Ability.OBJECTS_BY_NAME, true);
    ChatRequest spoken = request(OBJECT.replace("'x'", "'as JSON'"), false);

    joined(byName.chat(request(OBJECT, false), new Cancellation()));
    joined(byName.chat(spoken, new Cancellation()));

    assertTrue(model.asked.get(0).body().get("messages").toString().contains("JSON"));
    assertSame(spoken, model.asked.get(1));
  }

  @Test
  void asksOnceMoreAndReportsTheUsageOfBoth() {
    PreparedModel model =
        new PreparedModel(
            answer(
                List.of("{\"n\": \"four\"}"),
                STOP,
                new UsageReported(new Usage(10, 5, 1, 0, 2), json("{'a':1}"))),
            answer(
                List.of("```json\n" + GOOD + "\n```"),
                STOP,
                new UsageReported(new Usage(30, 6, 0, 0, 0), json("{'a':2}"))));

    List<ChatEvent> events = events(model, request(SCHEMA, true));

    assertEquals(
        asked(
            "{\"n\": \"four\"}",
            answer(
                List.of(GOOD),
                STOP,
                new UsageReported(new Usage(40, 11, 1, 0, 2), json("{'a':3}")))),
        events);
    JsonArray messages = model.asked.get(1).body().getJsonArray("messages");
    assertEquals(4, messages.size());
    assertEquals("{\"n\": \"four\"}", messages.getJsonObject(2).getString("content"));
    String correction = messages.getJsonObject(3).getString("content");
    assertTrue(correction.contains("$.n must be of type \"integer\""), correction);
    assertEquals(0, model.open());
  }

  @Test
  void aSumWithAnUnknownPartIsUnknown() {
    PreparedModel model =
        new PreparedModel(
            answer(List.of("no"), STOP),
            answer(List.of(GOOD), STOP, new UsageReported(Usage.of(1, 2), json("{}"))));

    assertEquals(asked("no", answer(List.of(GOOD), STOP)), events(model, request(SCHEMA, false)));
  }

  @Test
  void theUsageOfASingleCallStaysAsItIs() {
    UsageReported usage = new UsageReported(Usage.of(1, 2), json("{'a':1}"));
    List<ChatEvent> given = answer(List.of(GOOD), STOP, usage);

    assertEquals(given, events(new PreparedModel(given), request(SCHEMA, false)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void failsWhenTheSecondAnswerIsNoBetter(boolean stream) {
    UsageReported usage = new UsageReported(Usage.of(1, 2), json("{}"));
    PreparedModel model =
        new PreparedModel(
            answer(List.of("I can not do that."), STOP, usage),
            answer(List.of("{\"n\": 4, \"secret\": 5}"), STOP, usage));
    List<ChatEvent> events = new ArrayList<>();

    ChatStream answer = chat(model, request(SCHEMA, stream));
    ChatException.Retryable failure =
        assertThrows(
            ChatException.Retryable.class,
            () -> {
              for (ChatEvent e = answer.next(); e != null; e = answer.next()) {
                events.add(e);
              }
            });

    assertEquals(ErrorCode.UPSTREAM_INVALID_RESPONSE, failure.code());
    assertEquals(Outcome.INVALID, failure.outcome());
    assertTrue(failure.getMessage().contains("$.secret"), failure.getMessage());
    assertEquals(
        List.of(
            new ChatEvent.AskedAgain("I can not do that."),
            new UsageReported(Usage.of(2, 4), JsonValue.EMPTY_JSON_OBJECT)),
        events.subList(1, events.size()));
    assertEquals(2, model.asked.size());
    assertThrows(ChatException.Retryable.class, answer::next);
  }

  @Test
  void whatTheClientHasAlreadyIsNotAskedForAgain() {
    PreparedModel model = new PreparedModel(answer(List.of("{\"n\": ", "four}"), STOP));

    assertThrows(ChatException.Retryable.class, () -> events(model, request(OBJECT, true)));

    assertEquals(1, model.asked.size());
  }

  @Test
  void proseInsteadOfAnObjectIsAskedForAgainAlsoInAStream() {
    PreparedModel model =
        new PreparedModel(answer(List.of("Four."), STOP), answer(List.of(GOOD), STOP));

    assertEquals(asked("Four.", answer(List.of(GOOD), STOP)), events(model, request(OBJECT, true)));
  }

  @Test
  void anAnswerThatWasCutShortIsNotChecked() {
    Finish cut = new Finish(0, "length");
    for (boolean stream : new boolean[] {true, false}) {
      List<ChatEvent> events =
          events(
              new PreparedModel(answer(List.of("Sure: {\"n\"", ": "), cut)),
              request(OBJECT, stream));

      assertEquals(answer(List.of("{\"n\": "), cut), events);
    }
  }

  @Test
  void toolCallsAndReasoningGoOnAtOnce() {
    ToolCallStart call = new ToolCallStart(0, 0, "c", "function", "f");
    ReasoningDelta reasoning = new ReasoningDelta(0, "hm");
    List<ChatEvent> given =
        List.of(reasoning, new TextDelta(0, "Looking.", null), call, new Finish(0, "tool_calls"));

    ChatStream answer = chat(new PreparedModel(given), request(SCHEMA, true));

    assertEquals(reasoning, answer.next());
    assertEquals(call, answer.next());
    assertEquals(new TextDelta(0, "Looking.", null), answer.next());
    assertEquals(new Finish(0, "tool_calls"), answer.next());
  }

  @Test
  void whoDoesNotAskForJsonGetsTheAnswerAsItIs() {
    List<ChatEvent> given = answer(List.of("a", " {\"b\":1}"), STOP);
    PreparedModel model = new PreparedModel(given);
    ChatRequest request = request("{'response_format':{'type':'text'}}", true);

    ChatStream answer = chat(model, request);

    given.forEach(event -> assertEquals(event, answer.next()));
    assertSame(request, model.asked.get(0));
  }

  /** The events with the note of a second call after the first of them. */
  private static List<ChatEvent> asked(String said, List<ChatEvent> events) {
    List<ChatEvent> all = new ArrayList<>(events);
    all.add(1, new ChatEvent.AskedAgain(said));
    return all;
  }

  private static ChatStream chat(PreparedModel model, ChatRequest request) {
    return new JsonModel(model, Ability.NONE, true).chat(request, new Cancellation());
  }

  private static List<ChatEvent> events(PreparedModel model, ChatRequest request) {
    return joined(chat(model, request));
  }
}
