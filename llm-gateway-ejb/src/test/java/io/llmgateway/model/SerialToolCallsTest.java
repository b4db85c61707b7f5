package io.llmgateway.model;

import static io.llmgateway.model.ScriptedModel.calls;
import static io.llmgateway.model.ScriptedModel.folded;
import static io.llmgateway.model.ScriptedModel.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import jakarta.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SerialToolCallsTest {
  private static final String TOOLS =
      ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"time\"}}]";

  private final List<String> adjusted = new ArrayList<>();

  private ScriptedModel sent(String messages, String more) {
    ScriptedModel model = new ScriptedModel().answer(calls("tool_calls", "time", "{}"));
    new SerialToolCalls(model, adjusted::add)
        .chat(request("{\"messages\":[" + messages + "]" + more + "}"), new Cancellation());
    return model;
  }

  private static String called(String... ids) {
    List<String> calls = new ArrayList<>();
    for (String id : ids) {
      calls.add(
          "{\"id\":\"%s\",\"type\":\"function\",\"function\":{\"name\":\"time\",\"arguments\":\"{}\"}}"
              .formatted(id));
    }
    return "{\"role\":\"assistant\",\"content\":\"ok\",\"reasoning_content\":\"r\",\"tool_calls\":["
        + String.join(",", calls)
        + "]}";
  }

  private static String result(String id) {
    return "{\"role\":\"tool\",\"tool_call_id\":\"" + id + "\",\"content\":\"of " + id + "\"}";
  }

  @Test
  void callsThatWereSideBySideAreToldOneAfterTheOther() {
    JsonArray messages =
        sent(called("a", "b") + "," + result("b") + "," + result("a"), TOOLS)
            .body(0)
            .getJsonArray("messages");
    assertEquals(4, messages.size());
    assertEquals("ok", messages.getJsonObject(0).getString("content"));
    assertTrue(messages.getJsonObject(2).isNull("content"));
    assertEquals("r", messages.getJsonObject(2).getString("reasoning_content"));
    for (int i = 0; i < 2; i++) {
      String id = i == 0 ? "a" : "b";
      JsonArray calls = messages.getJsonObject(2 * i).getJsonArray("tool_calls");
      assertEquals(1, calls.size());
      assertEquals(id, calls.getJsonObject(0).getString("id"));
      assertEquals(id, messages.getJsonObject(2 * i + 1).getString("tool_call_id"));
    }
    assertEquals(List.of("parallel_tool_calls=false"), adjusted);
  }

  @Test
  void callsWithoutAllTheirResultsStayAsTheyAre() {
    String messages =
        called("a", "b") + "," + result("a") + ",{\"role\":\"user\",\"content\":\"x\"}";
    assertEquals(
        ScriptedModel.json("{\"m\":[" + messages + "]}").get("m"),
        sent(messages, TOOLS).body(0).get("messages"));
  }

  @Test
  void onlyTheFirstOfSeveralCallsGoesOut() {
    ScriptedModel model =
        new ScriptedModel().answer(calls("tool_calls", "time", "{}", "time", "{\"a\":1}"));
    assertEquals(
        List.of("call0 function time", "args0: {}", "finish tool_calls", "usage 10 5"),
        folded(
            new SerialToolCalls(model, adjusted::add)
                .chat(request("{\"messages\":[]" + TOOLS + "}"), new Cancellation())));
  }

  @Test
  void whatTheClientWantsAnywayIsNoAdjustment() {
    ScriptedModel model = sent("", TOOLS + ",\"parallel_tool_calls\":false");
    assertFalse(model.body(0).containsKey("parallel_tool_calls"));
    sent("", "");
    assertEquals(List.of(), adjusted);
  }
}
