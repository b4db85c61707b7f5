package io.llmgateway;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a provider leaves in its answers for itself, and finds in the next request's history:
 * signatures of thinking, encrypted reasoning. Another provider rejects it. Plain reasoning text
 * stays.
 */
final class ForeignTraces {
  /** Fields of an assistant's message, or of a tool call in one. */
  private static final Set<String> FIELDS =
      Set.of(
          "thinking_blocks",
          "reasoning_details",
          "reasoning_signature",
          "encrypted_content",
          "signature",
          "thought_signature",
          "provider_specific_fields",
          "extra_content");

  /** Types of parts of an assistant's content. */
  private static final Set<String> PARTS =
      Set.of("thinking", "redacted_thinking", "reasoning", "reasoning.encrypted");

  private static final JsonProvider JSON = JsonProvider.provider();

  private ForeignTraces() {}

  /**
   * @param adjusted learns what was left out, once for each field of each message
   * @return the same body when there is nothing to leave out
   */
  static JsonObject without(JsonObject body, List<String> adjusted) {
    if (!(body.get("messages") instanceof JsonArray messages)) {
      return body;
    }
    int before = adjusted.size();
    JsonArrayBuilder cleaned = JSON.createArrayBuilder();
    for (int i = 0; i < messages.size(); i++) {
      JsonValue message = messages.get(i);
      cleaned.add(
          isAssistant(message)
              ? cleaned(message.asJsonObject(), "messages[" + i + "].", adjusted)
              : message);
    }
    return adjusted.size() == before
        ? body
        : JSON.createObjectBuilder(body).add("messages", cleaned).build();
  }

  static boolean isAssistant(JsonValue message) {
    return message instanceof JsonObject object
        && object.get("role") instanceof JsonString role
        && role.getString().equals("assistant");
  }

  private static JsonObject cleaned(JsonObject object, String place, List<String> adjusted) {
    JsonObjectBuilder out = JSON.createObjectBuilder();
    for (Map.Entry<String, JsonValue> field : object.entrySet()) {
      String name = field.getKey();
      if (FIELDS.contains(name)) {
        adjusted.add(place + name);
      } else if (name.equals("content") && field.getValue() instanceof JsonArray parts) {
        out.add(name, withoutThinking(parts, place + "content", adjusted));
      } else if (name.equals("tool_calls") && field.getValue() instanceof JsonArray calls) {
        out.add(name, cleanedCalls(calls, place, adjusted));
      } else {
        out.add(name, field.getValue());
      }
    }
    return out.build();
  }

  private static JsonArrayBuilder cleanedCalls(
      JsonArray calls, String place, List<String> adjusted) {
    JsonArrayBuilder out = JSON.createArrayBuilder();
    for (int i = 0; i < calls.size(); i++) {
      JsonValue call = calls.get(i);
      out.add(
          call instanceof JsonObject object
              ? cleaned(object, place + "tool_calls[" + i + "].", adjusted)
              : call);
    }
    return out;
  }

  private static JsonArrayBuilder withoutThinking(
      JsonArray parts, String place, List<String> adjusted) {
    JsonArrayBuilder out = JSON.createArrayBuilder();
    boolean removed = false;
    for (JsonValue part : parts) {
      if (part instanceof JsonObject object
          && object.get("type") instanceof JsonString type
          && PARTS.contains(type.getString())) {
        removed = true;
      } else {
        out.add(part);
      }
    }
    if (removed) {
      adjusted.add(place);
    }
    return out;
  }
}
