package io.llmgateway.model.reasoning;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Set;

/**
 * How much a client wants the model to think, in whichever provider's words it says so.
 *
 * @param on whether at all, or null when it does not say
 * @param effort one of {@link #EFFORTS}, or null
 * @param budget in tokens, or -1
 */
record ThinkingWish(Boolean on, String effort, long budget) {
  /** From none to all that there is; {@code none} is off. */
  static final List<String> EFFORTS =
      List.of("none", "minimal", "low", "medium", "high", "xhigh", "max");

  /** The fields of a request that say it. */
  static final Set<String> FIELDS =
      Set.of("reasoning_effort", "reasoning", "thinking", "enable_thinking", "thinking_budget");

  static final String TEMPLATE = "chat_template_kwargs";

  static ThinkingWish of(JsonObject body) {
    JsonObject reasoning = object(body, "reasoning");
    JsonObject thinking = object(body, "thinking");
    String effort = effort(body.get("reasoning_effort"));
    effort = effort == null ? effort(reasoning.get("effort")) : effort;
    long budget = first(budget(thinking, "budget_tokens"), budget(reasoning, "max_tokens"));
    budget = first(budget, budget(body, "thinking_budget"));
    Boolean on = flag(body, "enable_thinking");
    on = on == null ? flag(object(body, TEMPLATE), "enable_thinking") : on;
    on = on == null ? flag(reasoning, "enabled") : on;
    on = on == null ? flag(thinking, "enabled") : on;
    on = on == null ? type(thinking.get("type")) : on;
    if (on == null && effort != null) {
      on = !effort.equals("none");
    }
    if (on == null && budget >= 0) {
      on = budget > 0;
    }
    return new ThinkingWish(on, "none".equals(effort) ? null : effort, budget > 0 ? budget : -1);
  }

  private static String effort(JsonValue value) {
    return value instanceof JsonString text && EFFORTS.contains(text.getString())
        ? text.getString()
        : null;
  }

  private static Boolean type(JsonValue value) {
    if (!(value instanceof JsonString text)) {
      return null;
    }
    return switch (text.getString()) {
      case "enabled" -> Boolean.TRUE;
      case "disabled" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static Boolean flag(JsonObject object, String name) {
    JsonValue value = object.get(name);
    if (JsonValue.TRUE.equals(value)) {
      return Boolean.TRUE;
    }
    return JsonValue.FALSE.equals(value) ? Boolean.FALSE : null;
  }

  private static long budget(JsonObject object, String name) {
    return object.get(name) instanceof JsonNumber number && number.isIntegral()
        ? number.longValue()
        : -1;
  }

  private static long first(long one, long other) {
    return one >= 0 ? one : other;
  }

  private static JsonObject object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }
}
