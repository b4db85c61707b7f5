package io.llmgateway.model.reasoning;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.model.stream.EventStep;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.function.Consumer;

/**
 * How a client wants to see reasoning: as {@code reasoning_content}, which is how events of
 * reasoning are written; as {@code reasoning} beside it (OpenRouter's field,
 * https://openrouter.ai/docs/use-cases/reasoning-tokens), when its request says {@code
 * include_reasoning} or has a {@code reasoning} object; or not at all, when that says {@code
 * exclude}.
 */
public enum ReasoningFields implements EventStep {
  CONTENT,
  BOTH,
  NONE;

  private static final String INCLUDE = "include_reasoning";
  private static final JsonProvider JSON = JsonProvider.provider();

  /**
   * @param body the client's request
   */
  public static ReasoningFields asked(JsonObject body) {
    JsonValue include = body.get(INCLUDE);
    if (body.get("reasoning") instanceof JsonObject reasoning) {
      boolean excluded = JsonValue.TRUE.equals(reasoning.get("exclude"));
      return excluded || JsonValue.FALSE.equals(include) ? NONE : BOTH;
    }
    if (JsonValue.FALSE.equals(include)) {
      return NONE;
    }
    return JsonValue.TRUE.equals(include) ? BOTH : CONTENT;
  }

  /**
   * @return the same body without the field that only the gateway understands
   */
  public static JsonObject without(JsonObject body) {
    return body.containsKey(INCLUDE)
        ? JSON.createObjectBuilder(body).remove(INCLUDE).build()
        : body;
  }

  @Override
  public void accept(ChatEvent event, Consumer<ChatEvent> out) {
    if (!(event instanceof ChatEvent.ReasoningDelta e)) {
      out.accept(event);
      return;
    }
    if (this != NONE) {
      out.accept(event);
    }
    if (this == BOTH) {
      JsonObject field = JSON.createObjectBuilder().add("reasoning", e.text()).build();
      out.accept(new ChatEvent.ChoiceFields(e.choice(), field, JsonValue.EMPTY_JSON_OBJECT));
    }
  }
}
