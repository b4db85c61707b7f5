package io.llmgateway.model;

import static io.llmgateway.model.ScriptedModel.request;
import static io.llmgateway.model.ScriptedModel.texts;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ToolSelectorTest {
  private static final String[][] TOOLS = {
    {"getWeather", "The forecast of a city"},
    {"send_email", "Sends a message to somebody"},
    {"read_file", "Reads a file from disk"},
    {"order_pizza", "Orders food"},
    {"search_flights", "航班查询:查找两个城市之间的机票"},
    {"play_music", "Plays a song"},
  };

  private final List<String> adjusted = new ArrayList<>();

  private List<String> selected(int most, String messages, String more) {
    List<String> tools = new ArrayList<>();
    for (String[] tool : TOOLS) {
      tools.add(
          "{\"type\":\"function\",\"function\":{\"name\":\"%s\",\"description\":\"%s\"}}"
              .formatted(tool[0], tool[1]));
    }
    ChatRequest request =
        request(
            "{\"messages\":["
                + messages
                + "],\"tools\":["
                + String.join(",", tools)
                + "]"
                + more
                + "}");
    ScriptedModel model = new ScriptedModel().answer(texts("stop", "x"));
    new ToolSelector(model, most, adjusted::add).chat(request, new Cancellation());
    if (most >= TOOLS.length) {
      assertSame(request, model.asked.get(0));
    }
    List<String> names = new ArrayList<>();
    for (JsonValue tool : model.body(0).getJsonArray("tools")) {
      names.add(tool.asJsonObject().getJsonObject("function").getString("name"));
    }
    return names;
  }

  private static String user(String text) {
    return "{\"role\":\"user\",\"content\":\"" + text + "\"}";
  }

  @Test
  void takesTheToolsThatTheWordsAreAbout() {
    assertEquals(
        List.of("getWeather", "read_file"),
        selected(2, user("Read the files with the weather of the week"), ""));
    assertEquals(List.of("search_flights"), selected(1, user("帮我查北京到上海的机票"), ""));
    assertEquals(List.of("tools=2", "tools=1"), adjusted);
  }

  @Test
  void toolsInUseAndToolsThatAreNamedStay() {
    String used =
        user("Now the weather")
            + ",{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"a\",\"type\":\"function\","
            + "\"function\":{\"name\":\"play_music\",\"arguments\":\"{}\"}}]}";
    String named =
        ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"send_email\"}}";
    assertEquals(List.of("getWeather", "play_music"), selected(2, used, ""));
    assertEquals(List.of("send_email", "play_music"), selected(2, used, named));
    assertEquals(List.of("send_email"), selected(1, used, named));
  }

  @Test
  void enoughRoomMeansNoChange() {
    assertEquals(TOOLS.length, selected(TOOLS.length, user("x"), "").size());
    assertTrue(adjusted.isEmpty());
  }

  @Test
  void withNothingToGoByTheFirstStay() {
    assertEquals(List.of("getWeather", "send_email"), selected(2, user("嗯"), ""));
  }
}
