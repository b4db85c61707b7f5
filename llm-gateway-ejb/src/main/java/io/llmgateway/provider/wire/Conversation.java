package io.llmgateway.provider.wire;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads OpenAI's messages for wires that write them otherwise. */
public final class Conversation {
  private final Map<String, String> toolNames = new HashMap<>();

  private Conversation() {}

  /**
   * @param body a validated request
   * @throws ChatException.Final UNSUPPORTED_PARAMETER naming the part that is neither text nor
   *     image
   */
  public static List<Turn> of(JsonObject body) {
    Conversation conversation = new Conversation();
    List<Turn> turns = new ArrayList<>();
    if (body.get("messages") instanceof JsonArray messages) {
      for (int i = 0; i < messages.size(); i++) {
        if (messages.get(i) instanceof JsonObject message) {
          turns.add(conversation.turn(message, "messages[" + i + "]"));
        }
      }
    }
    return turns;
  }

  private Turn turn(JsonObject message, String place) {
    String role = message.getString("role", "user");
    role = role.equals("developer") ? "system" : role.equals("function") ? "tool" : role;
    String id = JsonText.text(message, "tool_call_id");
    String name = id == null ? JsonText.text(message, "name") : toolNames.get(id);
    return new Turn(role, parts(message.get("content"), place), calls(message), id, name, message);
  }

  private static List<Turn.Part> parts(JsonValue content, String place) {
    List<Turn.Part> parts = new ArrayList<>();
    if (content instanceof JsonString text) {
      if (!text.getString().isEmpty()) {
        parts.add(new Turn.Part(text.getString(), null, null));
      }
    } else if (content instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i) instanceof JsonObject object) {
          parts.add(part(object, place + ".content[" + i + "]"));
        }
      }
    }
    return parts;
  }

  private static Turn.Part part(JsonObject part, String place) {
    switch (part.getString("type", "text")) {
      case "text":
        return new Turn.Part(part.getString("text", ""), null, part);
      case "refusal":
        return new Turn.Part(part.getString("refusal", ""), null, part);
      case "image_url":
        JsonObject image = JsonText.object(part, "image_url");
        String url = image == null ? JsonText.text(part, "image_url") : image.getString("url", "");
        return new Turn.Part(null, image(url == null ? "" : url), part);
      default:
        throw new ChatException.Final(
            ErrorCode.UNSUPPORTED_PARAMETER,
            "This provider takes no content of type " + part.getString("type", "?"),
            place + ".type");
    }
  }

  /** {@code data:image/png;base64,...}, or an address. */
  private static Turn.Image image(String url) {
    int comma = url.indexOf(',');
    if (!url.startsWith("data:") || comma < 0) {
      return new Turn.Image(null, null, url);
    }
    String head = url.substring("data:".length(), comma);
    int semicolon = head.indexOf(';');
    String type = semicolon < 0 ? head : head.substring(0, semicolon);
    return new Turn.Image(type.isEmpty() ? "image/png" : type, url.substring(comma + 1), null);
  }

  private List<Turn.ToolCall> calls(JsonObject message) {
    List<Turn.ToolCall> calls = new ArrayList<>();
    if (message.get("tool_calls") instanceof JsonArray array) {
      for (JsonValue value : array) {
        JsonObject function =
            value instanceof JsonObject call ? JsonText.object(call, "function") : null;
        if (function != null) {
          String id = ((JsonObject) value).getString("id", "");
          String name = function.getString("name", "");
          toolNames.put(id, name);
          calls.add(new Turn.ToolCall(id, name, function.getString("arguments", "")));
        }
      }
    }
    return calls;
  }

  /**
   * @return the arguments as an object: models are shown what they said, and an argument text that
   *     is no object becomes one under the name {@code arguments}
   */
  public static JsonObject arguments(Turn.ToolCall call) {
    if (call.arguments().isBlank()) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    if (JsonText.parse(call.arguments()) instanceof JsonObject object) {
      return object;
    }
    return JsonText.json().createObjectBuilder().add("arguments", call.arguments()).build();
  }
}
