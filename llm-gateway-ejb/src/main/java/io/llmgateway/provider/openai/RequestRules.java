package io.llmgateway.provider.openai;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a provider refuses, or does not do by itself, because of something else in the request:
 *
 * <pre>
 * tool-choice-auto   of tool_choice only auto and none are taken; the prompt says the rest
 * tool-choice-any    required is called any
 * unique-tool-names  two tools of one name are refused, see {@link ToolNames}
 * </pre>
 *
 * @param rules of the above
 * @param withTools fields that are added to a request with tools, if the client sent none
 * @param withToolStream the same, when the answer is a stream
 * @param dropThinking fields that are not sent unless thinking is turned off
 * @param notBeside by a field, the other one beside which it is not sent
 */
record RequestRules(
    Set<String> rules,
    JsonObject withTools,
    JsonObject withToolStream,
    Set<String> dropThinking,
    Map<String, String> notBeside) {
  private static final Set<String> RULES =
      Set.of("tool-choice-auto", "tool-choice-any", "unique-tool-names");

  RequestRules {
    for (String rule : rules) {
      if (!RULES.contains(rule)) {
        throw new IllegalArgumentException(
            "request has no rule " + rule + ", but " + new TreeSet<>(RULES));
      }
    }
  }

  boolean uniqueToolNames() {
    return rules.contains("unique-tool-names");
  }

  /**
   * @return the same body when there is nothing to change
   */
  JsonObject fitting(JsonObject body, boolean stream) {
    JsonObject fitted = body;
    if (hasTools(body)) {
      fitted = with(fitted, withTools);
      fitted = stream ? with(fitted, withToolStream) : fitted;
      fitted = rules.contains("tool-choice-auto") ? ToolWish.told(fitted) : fitted;
      fitted = rules.contains("tool-choice-any") ? ToolWish.any(fitted) : fitted;
    }
    for (Map.Entry<String, String> other : notBeside.entrySet()) {
      fitted =
          body.containsKey(other.getValue()) ? without(fitted, Set.of(other.getKey())) : fitted;
    }
    return saysNotToThink(fitted) ? fitted : without(fitted, dropThinking);
  }

  static boolean hasTools(JsonObject body) {
    return body.get("tools") instanceof JsonArray tools && !tools.isEmpty();
  }

  private static boolean saysNotToThink(JsonObject body) {
    JsonObject thinking = JsonText.object(body, "thinking");
    return body.get("enable_thinking") == JsonValue.FALSE
        || thinking != null && "disabled".equals(JsonText.text(thinking, "type"));
  }

  private static JsonObject with(JsonObject body, JsonObject added) {
    if (body.keySet().containsAll(added.keySet())) {
      return body;
    }
    JsonObjectBuilder out = JsonText.json().createObjectBuilder(body);
    added.forEach(
        (name, value) -> {
          if (!body.containsKey(name)) {
            out.add(name, value);
          }
        });
    return out.build();
  }

  private static JsonObject without(JsonObject body, Set<String> names) {
    if (names.stream().noneMatch(body::containsKey)) {
      return body;
    }
    JsonObjectBuilder out = JsonText.json().createObjectBuilder(body);
    names.forEach(out::remove);
    return out.build();
  }
}
