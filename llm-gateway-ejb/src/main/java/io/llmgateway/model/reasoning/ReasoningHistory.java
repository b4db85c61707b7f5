package io.llmgateway.model.reasoning;

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
 * What becomes of the plain reasoning text in a conversation's earlier answers. Clients send it
 * back as {@code reasoning_content} or {@code reasoning}, whichever they read, or between tags in
 * the text.
 */
public enum ReasoningHistory {
  /** The model wants its reasoning back, as {@code reasoning_content}. */
  REPLAYED,
  /** The model refuses it, or wastes tokens on it. */
  REMOVED;

  private static final JsonProvider JSON = JsonProvider.provider();
  private static final Set<String> FIELDS = Set.of("reasoning_content", "reasoning");

  /**
   * @param adjusted learns of each message's field that was removed; a field that is only sent
   *     under another name is not told of
   * @return the same body when there is nothing to change
   */
  public JsonObject fitting(JsonObject body, List<String> adjusted) {
    if (!(body.get("messages") instanceof JsonArray messages)) {
      return body;
    }
    boolean changed = false;
    JsonArrayBuilder out = JSON.createArrayBuilder();
    for (int i = 0; i < messages.size(); i++) {
      JsonValue message = messages.get(i);
      JsonValue fitted = message;
      if (message instanceof JsonObject object && isAssistant(object)) {
        fitted = message(object, "messages[" + i + "].", adjusted);
      }
      changed |= fitted != message;
      out.add(fitted);
    }
    return changed ? JSON.createObjectBuilder(body).add("messages", out).build() : body;
  }

  private static boolean isAssistant(JsonObject message) {
    return message.get("role") instanceof JsonString role && role.getString().equals("assistant");
  }

  private JsonObject message(JsonObject message, String place, List<String> adjusted) {
    Said said = Said.by(message);
    boolean named = this == REPLAYED && !said.moved();
    if (said.reasoning().isEmpty() && message.keySet().stream().noneMatch(FIELDS::contains)
        || named) {
      return message;
    }
    JsonObjectBuilder out = JSON.createObjectBuilder();
    for (Map.Entry<String, JsonValue> field : message.entrySet()) {
      if (field.getKey().equals("content") && said.content() != null) {
        out.add("content", said.content());
      } else if (!FIELDS.contains(field.getKey())) {
        out.add(field.getKey(), field.getValue());
      }
    }
    if (this == REPLAYED) {
      out.add("reasoning_content", said.reasoning());
    } else {
      adjusted.add(place + "reasoning_content");
    }
    return out.build();
  }

  /**
   * @param content what is left of the text without the reasoning in it, or null when none was
   * @param moved whether the reasoning is not (only) in {@code reasoning_content}
   */
  private record Said(String reasoning, String content, boolean moved) {
    static Said by(JsonObject message) {
      String named = text(message.get("reasoning_content"));
      String other = text(message.get("reasoning"));
      if (!named.isEmpty() || !other.isEmpty()) {
        boolean moved = message.get("reasoning") instanceof JsonString;
        return new Said(named.isEmpty() ? other : named, null, moved);
      }
      StringBuilder reasoning = new StringBuilder();
      StringBuilder answer = new StringBuilder();
      ThinkTags tags = new ThinkTags(false);
      tags.accept(text(message.get("content")), part -> add(part, reasoning, answer));
      tags.end(part -> add(part, reasoning, answer));
      return reasoning.length() == 0
          ? new Said("", null, false)
          : new Said(reasoning.toString(), answer.toString(), true);
    }

    private static void add(ThinkTags.Part part, StringBuilder reasoning, StringBuilder answer) {
      (part.reasoning() ? reasoning : answer).append(part.text());
    }

    private static String text(JsonValue value) {
      return value instanceof JsonString text ? text.getString() : "";
    }
  }
}
