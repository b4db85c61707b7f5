package io.llmgateway.provider.wire;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.Map;

/**
 * Puts tool calls together that come in parts, as OpenAI's do, for wires that have taken that form
 * over. A part belongs to the call of its index, else of its id, else of its place.
 */
public final class ToolCallParts {
  private final Map<String, Integer> calls = new HashMap<>();
  private final Map<Integer, String> whole = new HashMap<>();
  private final String function;
  private final String name;
  private final String arguments;

  /**
   * @param function what the inner object, its name and its arguments are called
   */
  public ToolCallParts(String function, String name, String arguments) {
    this.function = function;
    this.name = name;
    this.arguments = arguments;
  }

  /**
   * @param repeats whether each event repeats all that came before
   */
  public void accept(int choice, JsonValue value, boolean repeats, AnswerEvents out) {
    if (!(value instanceof JsonArray parts)) {
      return;
    }
    for (int i = 0; i < parts.size(); i++) {
      JsonObject body =
          parts.get(i) instanceof JsonObject part ? JsonText.object(part, function) : null;
      if (body != null) {
        part(choice, parts.getJsonObject(i), body, i, repeats, out);
      }
    }
  }

  private void part(
      int choice, JsonObject part, JsonObject body, int place, boolean repeats, AnswerEvents out) {
    String id = JsonText.text(part, id(part));
    String key = choice + " " + key(part, id, place);
    Integer call = calls.get(key);
    if (call == null) {
      String called = JsonText.text(body, name);
      call = out.tool(choice, id, called);
      calls.put(key, call);
    }
    JsonValue value = body.get(arguments);
    String text =
        value instanceof JsonString string
            ? string.getString()
            : value instanceof JsonObject object ? object.toString() : "";
    if (repeats) {
      String before = whole.getOrDefault(call, "");
      whole.put(call, text);
      text = text.startsWith(before) ? text.substring(before.length()) : text;
    }
    out.arguments(choice, call, text);
  }

  private static String id(JsonObject part) {
    return part.containsKey("Id") ? "Id" : "id";
  }

  private static String key(JsonObject part, String id, int place) {
    JsonValue index = part.containsKey("Index") ? part.get("Index") : part.get("index");
    if (index instanceof JsonNumber number && number.intValue() >= 0) {
      return "#" + number.intValue();
    }
    return id == null ? "@" + place : id;
  }
}
