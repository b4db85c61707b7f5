package io.llmgateway.model.reasoning;

import static io.llmgateway.model.PreparedModel.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.llmgateway.chat.ChatEvent;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReasoningHistoryTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'role':'assistant','content':'4','reasoning':'add'}",
        "{'role':'assistant','content':'<think>add</think>4'}",
        "{'role':'assistant','content':'4','reasoning_content':'add','reasoning':'add'}",
      })
  void replaysWhatTheModelThoughtHoweverTheClientSendsIt(String message) {
    List<String> adjusted = new ArrayList<>();

    JsonObject fitted = ReasoningHistory.REPLAYED.fitting(body(message), adjusted);

    assertEquals(body("{'role':'assistant','content':'4','reasoning_content':'add'}"), fitted);
    assertEquals(List.of(), adjusted);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'role':'assistant','content':'4','reasoning_content':'add'}",
        "{'role':'assistant','content':'4','reasoning':'add'}",
        "{'role':'assistant','content':'<think>add</think>4'}",
        "{'role':'assistant','content':'4','reasoning_content':''}",
      })
  void removesItFromWhereItIsRefused(String message) {
    List<String> adjusted = new ArrayList<>();

    JsonObject fitted = ReasoningHistory.REMOVED.fitting(body(message), adjusted);

    assertEquals(body("{'role':'assistant','content':'4'}"), fitted);
    assertEquals(List.of("messages[1].reasoning_content"), adjusted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "REPLAYED|{'role':'assistant','content':'4','reasoning_content':'add'}",
        "REPLAYED|{'role':'assistant','content':'4'}",
        "REMOVED|{'role':'assistant','content':'4'}",
        "REMOVED|{'role':'user','content':'<think>what does this tag mean</think>'}",
        "REMOVED|{'role':'assistant','content':null,'tool_calls':[]}",
      })
  void leavesTheRestAsItIs(ReasoningHistory history, String message) {
    JsonObject body = body(message);

    assertSame(body, history.fitting(body, new ArrayList<>()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}|CONTENT",
        "{'include_reasoning':true}|BOTH",
        "{'include_reasoning':false}|NONE",
        "{'reasoning':{'effort':'low'}}|BOTH",
        "{'reasoning':{'exclude':true}}|NONE",
        "{'reasoning':{},'include_reasoning':false}|NONE",
      })
  void theClientSaysHowItWantsToSeeReasoning(String body, ReasoningFields fields) {
    assertEquals(fields, ReasoningFields.asked(json(body)));
  }

  @Test
  void showsReasoningAsAskedFor() {
    ChatEvent reasoning = new ChatEvent.ReasoningDelta(2, "add");
    ChatEvent field =
        new ChatEvent.ChoiceFields(2, json("{'reasoning':'add'}"), JsonValue.EMPTY_JSON_OBJECT);
    ChatEvent text = new ChatEvent.TextDelta(2, "4", null);

    assertEquals(List.of(reasoning, text), shown(ReasoningFields.CONTENT, reasoning, text));
    assertEquals(List.of(reasoning, field, text), shown(ReasoningFields.BOTH, reasoning, text));
    assertEquals(List.of(text), shown(ReasoningFields.NONE, reasoning, text));
  }

  private static List<ChatEvent> shown(ReasoningFields fields, ChatEvent... events) {
    List<ChatEvent> shown = new ArrayList<>();
    for (ChatEvent event : events) {
      fields.accept(event, shown::add);
    }
    return shown;
  }

  private static JsonObject body(String message) {
    return json("{'messages':[{'role':'user','content':'2+2'}," + message + "]}");
  }
}
