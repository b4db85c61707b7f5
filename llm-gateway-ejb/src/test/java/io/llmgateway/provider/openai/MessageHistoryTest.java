package io.llmgateway.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatRequest;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageHistoryTest {
  private static final String CALL =
      "{'role':'assistant','content':null,'tool_calls':[{'id':'call_abc','type':'function',"
          + "'function':{'name':'f','arguments':'{}'}}]}";
  private static final String RESULT = "{'role':'tool','tool_call_id':'call_abc','content':'1'}";

  private static JsonArray sent(String rules, String messages) {
    JsonObject body = Answers.json("{'model':'m','messages':[" + messages + "]}");
    byte[] sent =
        new OpenAiRequestTranslator(WireOptions.of(Map.of("history", rules)))
            .chat(new ChatRequest("up", body, false, false, 1, 0, 10));
    return Answers.json(new String(sent, StandardCharsets.UTF_8)).getJsonArray("messages");
  }

  @Test
  void givesToolCallsAtLeastAnEmptyReasoning() {
    assertEquals("", sent("reasoning", CALL).getJsonObject(0).getString("reasoning_content"));
    assertEquals(
        "hm",
        sent("reasoning", CALL.replace("'content':null", "'reasoning_content':'hm'"))
            .getJsonObject(0)
            .getString("reasoning_content"),
        "what the client kept is kept");
    assertFalse(
        sent("reasoning", "{'role':'assistant','content':'x'}")
            .getJsonObject(0)
            .containsKey("reasoning_content"));
  }

  @Test
  void makesAnEmptyAnswerASpace() {
    assertEquals(" ", sent("no-empty", CALL).getJsonObject(0).getString("content"));
    assertEquals(
        "", sent("no-empty", "{'role':'user','content':''}").getJsonObject(0).getString("content"));
  }

  @Test
  void givesCallsAndTheirResultsTheSameShortId() {
    JsonArray sent = sent("tool-ids-9", CALL + "," + RESULT);
    String id = sent.getJsonObject(0).getJsonArray("tool_calls").getJsonObject(0).getString("id");
    assertTrue(id.matches("[A-Za-z0-9]{9}"), id);
    assertEquals(id, sent.getJsonObject(1).getString("tool_call_id"));
    assertEquals(
        "Ab3dE6gH9",
        sent("tool-ids-9", RESULT.replace("call_abc", "Ab3dE6gH9"))
            .getJsonObject(0)
            .getString("tool_call_id"),
        "the provider's own stays");
  }

  @Test
  void refusesARuleThatIsNone() {
    assertThrows(IllegalArgumentException.class, () -> WireOptions.of(Map.of("history", "forget")));
  }
}
