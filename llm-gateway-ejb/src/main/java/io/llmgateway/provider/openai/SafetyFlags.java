package io.llmgateway.provider.openai;

import io.llmgateway.chat.FilterHit;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.TreeMap;

/**
 * What providers say beside an answer when a content policy has stopped it, in fields of their own:
 * MiniMax {@code input_sensitive} and {@code output_sensitive} with a type from 1 to 7 (<a
 * href="https://platform.minimax.io/docs/api-reference/text-openai-api">chat completion</a>),
 * Qianfan {@code need_clear_history}, Volcengine Ark {@code moderation_hit_type} of a choice, Azure
 * {@code content_filter_results} of a choice.
 */
final class SafetyFlags {
  private static final String CLEAR_HISTORY = "need_clear_history";
  private static final String BAN_ROUND = "ban_round";

  private SafetyFlags() {}

  /**
   * @param fields of the answer
   * @param output whether it has any: a flagged prompt that is answered is answered
   * @return null when nothing is flagged
   */
  static FilterHit of(Map<String, JsonValue> fields, boolean output) {
    if (fields.get("output_sensitive") == JsonValue.TRUE) {
      return FilterHit.answer(typed("output_sensitive", fields));
    }
    if (fields.get("input_sensitive") == JsonValue.TRUE && !output) {
      return FilterHit.prompt(typed("input_sensitive", fields));
    }
    if (fields.get(CLEAR_HISTORY) == JsonValue.TRUE) {
      JsonValue round = fields.get(BAN_ROUND);
      String reason = CLEAR_HISTORY + (round == null ? "" : " " + round);
      return FilterHit.prompt(reason);
    }
    return null;
  }

  private static String typed(String flag, Map<String, JsonValue> fields) {
    JsonValue type = fields.get(flag + "_type");
    boolean says = type instanceof JsonNumber number && number.intValue() > 0;
    return says ? flag + " " + type : flag;
  }

  /**
   * @param word that ended the choice
   * @param fields of the choice
   */
  static FilterHit ofChoice(String word, Map<String, JsonValue> fields) {
    JsonObject known = JsonText.json().createObjectBuilder(objects(fields)).build();
    String type = JsonText.text(known, "moderation_hit_type");
    if (type != null) {
      return FilterHit.answer(type);
    }
    JsonObject results = JsonText.object(known, "content_filter_results");
    StringBuilder categories = new StringBuilder();
    if (results != null) {
      for (String category : results.keySet()) {
        JsonObject found = JsonText.object(results, category);
        if (found != null && found.get("filtered") == JsonValue.TRUE) {
          categories.append(categories.isEmpty() ? "" : " ").append(category);
        }
      }
    }
    return FilterHit.answer(categories.isEmpty() ? word : categories.toString());
  }

  private static Map<String, Object> objects(Map<String, JsonValue> fields) {
    return new TreeMap<>(fields);
  }
}
