package io.llmgateway.provider.wire;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts tool calls together that come in parts, as OpenAI's do, for wires that have taken that form
 * over. A part belongs to the call of its index, unless it has another id than that one; else to
 * the call of its id; else, when it has no name, to the latest call. A call begins when its name is
 * known.
 */
public final class ToolCallParts {

  /** One call so far. */
  private static final class Call {
    private final int choice;
    private final int index;
    private String id;
    private int handed = -1;
    private String whole = "";
    private final StringBuilder held = new StringBuilder();

    Call(int choice, int index, String id) {
      this.choice = choice;
      this.index = index;
      this.id = id;
    }

    boolean isOther(String other) {
      return other != null && id != null && !other.equals(id);
    }
  }

  private final List<Call> calls = new ArrayList<>();
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
        part(choice, parts.getJsonObject(i), body, repeats ? i : -1, out);
      }
    }
  }

  /**
   * @param place where events repeat what came before: the place in the list, else -1
   */
  private void part(int choice, JsonObject part, JsonObject body, int place, AnswerEvents out) {
    String id = JsonText.text(part, part.containsKey("Id") ? "Id" : "id");
    String called = JsonText.text(body, name);
    Call call = call(choice, index(part, place), id, called);
    call.id = call.id == null ? id : call.id;
    String text = text(body.get(arguments));
    if (place >= 0) {
      String before = call.whole;
      call.whole = text;
      text = text.startsWith(before) ? text.substring(before.length()) : text;
    }
    if (call.handed < 0 && called == null) {
      call.held.append(text);
      return;
    }
    if (call.handed < 0) {
      call.handed = out.tool(choice, call.id, called);
      out.arguments(choice, call.handed, call.held.toString());
    }
    out.arguments(choice, call.handed, text);
  }

  private static int index(JsonObject part, int place) {
    JsonValue index = part.containsKey("Index") ? part.get("Index") : part.get("index");
    return index instanceof JsonNumber number && number.intValue() >= 0 ? number.intValue() : place;
  }

  private Call call(int choice, int index, String id, String called) {
    Call latest = null;
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      if (call.choice != choice) {
        continue;
      }
      boolean its = index >= 0 && call.index == index && !call.isOther(id);
      if (its || id != null && id.equals(call.id)) {
        return call;
      }
      latest = latest == null ? call : latest;
    }
    boolean goesOn = latest != null && index < 0 && called == null && !latest.isOther(id);
    if (goesOn) {
      return latest;
    }
    Call call = new Call(choice, index, id);
    calls.add(call);
    return call;
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString string
        ? string.getString()
        : value instanceof JsonObject object ? object.toString() : "";
  }
}
