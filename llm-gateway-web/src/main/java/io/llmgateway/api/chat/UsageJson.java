package io.llmgateway.api.chat;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Set;

/** Usage in OpenAI's form, with the fields that only the provider knows kept. */
final class UsageJson {
  private static final String PROMPT_DETAILS = "prompt_tokens_details";
  private static final String COMPLETION_DETAILS = "completion_tokens_details";
  private static final Set<String> OWN =
      Set.of(
          "prompt_tokens", "completion_tokens", "total_tokens", PROMPT_DETAILS, COMPLETION_DETAILS);

  private UsageJson() {}

  /**
   * @param raw the provider's own usage object, maybe empty
   */
  static void write(JsonBytes out, Usage usage, JsonObject raw) {
    out.ascii("{\"prompt_tokens\":")
        .number(usage.inputTokens())
        .ascii(",\"completion_tokens\":")
        .number(usage.outputTokens())
        .ascii(",\"total_tokens\":")
        .number(usage.totalTokens())
        .ascii(",\"prompt_tokens_details\":{\"cached_tokens\":")
        .number(usage.cacheReadTokens());
    writeOthers(out, raw.get(PROMPT_DETAILS), Set.of("cached_tokens"));
    out.ascii("},\"completion_tokens_details\":{\"reasoning_tokens\":")
        .number(usage.reasoningTokens());
    writeOthers(out, raw.get(COMPLETION_DETAILS), Set.of("reasoning_tokens"));
    out.ascii("}");
    writeOthers(out, raw, OWN);
    out.ascii("}");
  }

  private static void writeOthers(JsonBytes out, JsonValue object, Set<String> known) {
    if (object == null || object.getValueType() != JsonValue.ValueType.OBJECT) {
      return;
    }
    for (Map.Entry<String, JsonValue> member : object.asJsonObject().entrySet()) {
      if (!known.contains(member.getKey())) {
        out.ascii(",").string(member.getKey()).ascii(":").value(member.getValue());
      }
    }
  }
}
