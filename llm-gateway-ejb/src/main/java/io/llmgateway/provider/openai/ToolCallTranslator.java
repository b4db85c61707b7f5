package io.llmgateway.provider.openai;

import static io.llmgateway.provider.transport.JsonText.object;
import static io.llmgateway.provider.transport.JsonText.text;

import io.llmgateway.chat.ChatEvent;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Puts the parts of one choice's tool calls together, when providers leave out the index, repeat or
 * empty the id and the name, or send all at once.
 */
final class ToolCallTranslator {
  /** A call as far as it is known. */
  private static final class Call {
    private int wireIndex = -1;
    private String id;
    private String type;
    private String name;
    private int index = -1;
    private final StringBuilder held = new StringBuilder();

    private boolean started() {
      return index >= 0;
    }
  }

  private final int choice;
  private final List<Call> calls = new ArrayList<>(2);
  private int started;

  ToolCallTranslator(int choice) {
    this.choice = choice;
  }

  boolean any() {
    return started > 0;
  }

  /**
   * @param value of {@code tool_calls}: an array, or the one call itself (Spark)
   */
  void accept(JsonValue value, Consumer<ChatEvent> events) {
    if (value instanceof JsonArray parts) {
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i) instanceof JsonObject part) {
          part(part, i, events);
        }
      }
    } else if (value instanceof JsonObject part) {
      part(part, 0, events);
    }
  }

  private void part(JsonObject part, int position, Consumer<ChatEvent> events) {
    String type = text(part, "type");
    JsonObject custom = object(part, "custom");
    JsonObject body = custom == null ? object(part, "function") : custom;
    String id = text(part, "id");
    String name = body == null ? null : text(body, "name");
    String arguments =
        body == null ? "" : arguments(body.get(custom == null ? "arguments" : "input"));
    Call call = call(wireIndex(part), position, id, name, arguments);
    if (!call.started()) {
      call.id = call.id == null ? id : call.id;
      call.name = call.name == null ? name : call.name;
      call.type = custom != null ? "custom" : call.type == null ? type : call.type;
    }
    advance(call, arguments, events);
  }

  private static int wireIndex(JsonObject part) {
    return part.get("index") instanceof JsonNumber number ? Math.max(-1, number.intValue()) : -1;
  }

  /** Arguments are a text; some providers send the object itself. */
  private static String arguments(JsonValue value) {
    if (value instanceof JsonString string) {
      return string.getString();
    }
    return value instanceof JsonObject || value instanceof JsonArray ? value.toString() : "";
  }

  private Call call(int wireIndex, int position, String id, String name, String arguments) {
    Call call = wireIndex >= 0 ? byIndex(wireIndex, id, name) : byId(position, id, name, arguments);
    if (call == null) {
      call = new Call();
      call.wireIndex = wireIndex;
      call.id = id;
      calls.add(call);
    }
    return call;
  }

  private Call byIndex(int wireIndex, String id, String name) {
    for (int i = calls.size() - 1; i >= 0; i--) {
      Call call = calls.get(i);
      if (call.wireIndex == wireIndex) {
        // some providers number all calls 0: another id with a name is another call
        boolean another = id != null && name != null && call.id != null && !id.equals(call.id);
        return another ? null : call;
      }
    }
    return null;
  }

  private Call byId(int position, String id, String name, String arguments) {
    if (id != null) {
      for (Call call : calls) {
        if (id.equals(call.id)) {
          return call;
        }
      }
    }
    Call last = calls.isEmpty() ? null : calls.get(calls.size() - 1);
    if (last == null || position > 0 && name != null) {
      return null;
    }
    if (id != null) {
      return last.id == null && last.name == null ? last : null;
    }
    boolean continues =
        name == null || last.name == null || name.equals(last.name) && !arguments.startsWith("{");
    return continues ? last : null;
  }

  private void advance(Call call, String arguments, Consumer<ChatEvent> events) {
    if (!call.started()) {
      if (call.name == null) {
        call.held.append(arguments);
        return;
      }
      start(call, events);
    }
    if (!arguments.isEmpty()) {
      events.accept(new ChatEvent.ToolCallDelta(choice, call.index, arguments));
    }
  }

  private void start(Call call, Consumer<ChatEvent> events) {
    call.index = started++;
    if (call.id == null) {
      call.id = "call_" + UUID.randomUUID().toString().replace("-", "");
    }
    String type = "custom".equals(call.type) ? "custom" : "function";
    events.accept(new ChatEvent.ToolCallStart(choice, call.index, call.id, type, call.name));
    if (call.held.length() > 0) {
      events.accept(new ChatEvent.ToolCallDelta(choice, call.index, call.held.toString()));
    }
  }

  /**
   * @return true when a call has arguments, but never got a name; a placeholder without either is
   *     nothing (GLM sends such)
   */
  boolean nameless() {
    for (Call call : calls) {
      if (!call.started() && call.held.length() > 0) {
        return true;
      }
    }
    return false;
  }
}
