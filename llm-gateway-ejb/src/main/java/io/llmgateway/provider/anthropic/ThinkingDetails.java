package io.llmgateway.provider.anthropic;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonObject;

/**
 * Signed thinking in the message field {@code reasoning_details}, as OpenRouter's API has it
 * (https://openrouter.ai/docs/use-cases/reasoning-tokens): a client that sends it back keeps the
 * signature alive.
 */
final class ThinkingDetails {
  private static final String FORMAT = "anthropic-claude-v1";

  private ThinkingDetails() {}

  /**
   * @return the block as an entry of {@code reasoning_details}
   */
  static JsonObject detail(JsonObject block) {
    if ("redacted_thinking".equals(JsonText.text(block, "type"))) {
      return JsonText.json()
          .createObjectBuilder()
          .add("type", "reasoning.encrypted")
          .add("data", block.getString("data", ""))
          .add("format", FORMAT)
          .build();
    }
    return JsonText.json()
        .createObjectBuilder()
        .add("type", "reasoning.text")
        .add("text", block.getString("thinking", ""))
        .add("signature", block.getString("signature", ""))
        .add("format", FORMAT)
        .build();
  }

  /**
   * @return the block that the entry stands for, or null when it is of another vendor or unsigned
   */
  static JsonObject block(JsonObject detail) {
    String format = JsonText.text(detail, "format");
    if (format != null && !format.equals(FORMAT)) {
      return null;
    }
    String type = detail.getString("type", "");
    if (type.equals("reasoning.encrypted") && JsonText.text(detail, "data") != null) {
      return JsonText.json()
          .createObjectBuilder()
          .add("type", "redacted_thinking")
          .add("data", detail.getString("data"))
          .build();
    }
    String signature = JsonText.text(detail, "signature");
    return !type.equals("reasoning.text") || signature == null
        ? null
        : JsonText.json()
            .createObjectBuilder()
            .add("type", "thinking")
            .add("thinking", detail.getString("text", ""))
            .add("signature", signature)
            .build();
  }
}
