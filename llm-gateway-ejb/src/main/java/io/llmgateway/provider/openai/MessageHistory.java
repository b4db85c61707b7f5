package io.llmgateway.provider.openai;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Writes the conversation as a provider takes it, where it would refuse it as it is:
 *
 * <pre>
 * reasoning   an assistant's message with tool calls has reasoning_content, at least an empty one
 *             (DeepSeek, Moonshot, Hunyuan)
 * no-empty    an assistant's empty content is a space (Moonshot)
 * tool-ids-9  ids of tool calls are nine letters and digits: others are replaced by such, the same
 *             for the same, in calls and in results (Mistral)
 * reasoning-details  see {@link ReasoningReplay} (MiniMax)
 * known-fields       fields of messages that OpenAI's API does not have, or that are null, are left
 *                    out: whatever a client has kept of an answer (Mistral, SenseNova)
 * answer-to-tools    between a tool's result and a user's message stands an assistant's (Mistral)
 * bare-images        an image in a data URL is sent without what comes before its base64 (GLM-4V)
 * </pre>
 */
final class MessageHistory {
  private static final Set<String> RULES =
      Set.of(
          "reasoning",
          "no-empty",
          "tool-ids-9",
          "reasoning-details",
          "known-fields",
          "answer-to-tools",
          "bare-images");
  private static final Set<String> KNOWN =
      Set.of("role", "content", "name", "tool_calls", "tool_call_id", "prefix", "partial");
  private static final Pattern NINE = Pattern.compile("[A-Za-z0-9]{9}");
  private static final int ID_LENGTH = 9;
  private static final int RADIX = 36;

  private final Set<String> rules;
  private final String developerRole;

  /**
   * @param developerRole what the role "developer" is called, or null
   * @throws IllegalArgumentException when a rule is unknown
   */
  MessageHistory(Set<String> rules, String developerRole) {
    for (String rule : rules) {
      if (!RULES.contains(rule)) {
        throw new IllegalArgumentException(
            "history has no rule " + rule + ", but " + new TreeSet<>(RULES));
      }
    }
    this.rules = rules;
    this.developerRole = developerRole;
  }

  /**
   * @return false when conversations go as they are
   */
  boolean changes() {
    return developerRole != null || !rules.isEmpty();
  }

  boolean replaysDetails() {
    return rules.contains("reasoning-details");
  }

  void write(JsonArray messages, JsonGenerator json) {
    json.writeStartArray("messages");
    String before = "";
    for (JsonValue message : messages) {
      if (message instanceof JsonObject object) {
        String role = text(object.get("role"));
        if (rules.contains("answer-to-tools") && before.equals("tool") && role.equals("user")) {
          json.writeStartObject().write("role", "assistant").write("content", "OK.").writeEnd();
        }
        before = role;
        message(object, json);
      } else {
        json.write(message);
      }
    }
    json.writeEnd();
  }

  private void message(JsonObject message, JsonGenerator json) {
    String role = text(message.get("role"));
    boolean developer = developerRole != null && role.equals("developer");
    boolean pictured = rules.contains("bare-images") && message.get("content") instanceof JsonArray;
    boolean answers = role.equals("assistant") || role.equals("tool");
    boolean rewritten = !rules.isEmpty() && (answers || pictured || rules.contains("known-fields"));
    if (!developer && !rewritten) {
      json.write(message);
      return;
    }
    json.writeStartObject();
    for (Map.Entry<String, JsonValue> field : message.entrySet()) {
      if (!rules.contains("known-fields") || isKnown(field.getKey(), field.getValue())) {
        field(role, field.getKey(), field.getValue(), json);
      }
    }
    boolean calls = message.get("tool_calls") instanceof JsonArray;
    if (calls && rules.contains("reasoning") && !message.containsKey("reasoning_content")) {
      json.write("reasoning_content", "");
    }
    json.writeEnd();
  }

  private static boolean isKnown(String name, JsonValue value) {
    return KNOWN.contains(name) && (value != JsonValue.NULL || name.equals("content"));
  }

  private void field(String role, String name, JsonValue value, JsonGenerator json) {
    boolean ids = rules.contains("tool-ids-9");
    if (name.equals("content") && value == JsonValue.NULL && rules.contains("known-fields")) {
      json.write(name, "");
    } else if (name.equals("role") && developerRole != null && role.equals("developer")) {
      json.write(name, developerRole);
    } else if (name.equals("content") && role.equals("assistant") && emptied(value)) {
      json.write(name, " ");
    } else if (rules.contains("bare-images") && value instanceof JsonArray parts) {
      json.writeStartArray(name);
      parts.forEach(part -> json.write(bare(part)));
      json.writeEnd();
    } else if (ids && name.equals("tool_call_id")) {
      json.write(name, nine(text(value)));
    } else if (ids && name.equals("tool_calls") && value instanceof JsonArray calls) {
      json.writeStartArray(name);
      calls.forEach(call -> call(call, json));
      json.writeEnd();
    } else {
      json.write(name, value);
    }
  }

  private static JsonValue bare(JsonValue part) {
    JsonObject image = part instanceof JsonObject o ? JsonText.object(o, "image_url") : null;
    String url = image == null ? "" : text(image.get("url"));
    int comma = url.indexOf(',');
    if (!url.startsWith("data:") || comma < 0) {
      return part;
    }
    return JsonText.json()
        .createObjectBuilder(part.asJsonObject())
        .add(
            "image_url",
            JsonText.json().createObjectBuilder(image).add("url", url.substring(comma + 1)))
        .build();
  }

  private boolean emptied(JsonValue content) {
    boolean empty = content == JsonValue.NULL || text(content).isEmpty() && isText(content);
    return empty && rules.contains("no-empty");
  }

  private static boolean isText(JsonValue value) {
    return value instanceof JsonString;
  }

  private static String text(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : "";
  }

  private static void call(JsonValue call, JsonGenerator json) {
    if (!(call instanceof JsonObject object)) {
      json.write(call);
      return;
    }
    json.writeStartObject();
    object.forEach(
        (name, value) -> {
          if (name.equals("id")) {
            json.write(name, nine(text(value)));
          } else {
            json.write(name, value);
          }
        });
    json.writeEnd();
  }

  /** An id that is none of the provider's own becomes one, always the same. */
  private static String nine(String id) {
    if (NINE.matcher(id).matches()) {
      return id;
    }
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return new BigInteger(1, digest).toString(RADIX).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
