package io.llmgateway.chat;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Set;

/**
 * Values that say what holds anyway: many clients send them with every request, and leaving them
 * out changes nothing (https://platform.openai.com/docs/api-reference/chat/create).
 */
public final class NeutralValue {
  private static final Set<String> ZERO =
      Set.of("presence_penalty", "frequency_penalty", "top_logprobs");
  private static final Set<String> FALSE = Set.of("logprobs", "store", "stream", "echo");
  private static final Set<String> TEXTS = Set.of("tool_choice", "service_tier", "truncation");

  private NeutralValue() {}

  /**
   * @param value null when the field is absent
   */
  public static boolean is(String field, JsonValue value) {
    if (value == null || value == JsonValue.NULL) {
      return true;
    }
    if (value instanceof JsonNumber number) {
      return field.equals("n")
          ? number.intValue() == 1
          : ZERO.contains(field) && number.bigDecimalValue().signum() == 0;
    }
    if (value instanceof JsonString text) {
      return text.getString().isEmpty()
          || TEXTS.contains(field) && Set.of("auto", "default").contains(text.getString());
    }
    if (value instanceof JsonArray array) {
      return array.isEmpty() || field.equals("modalities") && array.toString().equals("[\"text\"]");
    }
    if (value instanceof JsonObject object) {
      return object.isEmpty()
          || field.equals("response_format") && "text".equals(object.getString("type", ""));
    }
    return value == JsonValue.FALSE && FALSE.contains(field)
        || value == JsonValue.TRUE && field.equals("parallel_tool_calls");
  }
}
