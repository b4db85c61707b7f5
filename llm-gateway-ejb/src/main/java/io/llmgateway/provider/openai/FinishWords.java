package io.llmgateway.provider.openai;

import io.llmgateway.chat.Outcome;
import java.util.Locale;
import java.util.Map;

/** The providers' words for the end of a choice, in OpenAI's words. */
final class FinishWords {
  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("normal", "stop"), // Qianfan
          Map.entry("end_turn", "stop"),
          Map.entry("eos", "stop"),
          Map.entry("eos_token", "stop"),
          Map.entry("stop_sequence", "stop"),
          Map.entry("completed", "stop"),
          Map.entry("max_tokens", "length"),
          Map.entry("max_length", "length"),
          Map.entry("model_length", "length"), // Mistral
          Map.entry("model_context_window_exceeded", "length"), // Zhipu
          Map.entry("context", "length"), // SenseNova
          Map.entry("sensitive", "content_filter"), // Zhipu, Hunyuan, SenseNova
          Map.entry("safety", "content_filter"), // Gemini, as the next six
          Map.entry("recitation", "content_filter"),
          Map.entry("blocklist", "content_filter"),
          Map.entry("prohibited_content", "content_filter"),
          Map.entry("spii", "content_filter"),
          Map.entry("image_safety", "content_filter"),
          Map.entry("language", "content_filter"),
          Map.entry("refusal", "content_filter"),
          Map.entry("content_filtered", "content_filter"),
          Map.entry("guardrail_intervened", "content_filter"), // Bedrock
          Map.entry("tool_use", "tool_calls"),
          Map.entry("tool_call", "tool_calls"));

  /** Words that say that the answer failed. */
  private static final Map<String, Outcome> FAILURES =
      Map.ofEntries(
          Map.entry("error", Outcome.SERVER), // OpenRouter, Mistral
          Map.entry("failed", Outcome.SERVER),
          Map.entry("server_error", Outcome.SERVER),
          Map.entry("internal_error", Outcome.SERVER),
          Map.entry("network_error", Outcome.SERVER), // Zhipu
          Map.entry("abort", Outcome.SERVER), // vLLM
          Map.entry("aborted", Outcome.SERVER), // DeepSeek
          Map.entry("cancelled", Outcome.SERVER),
          Map.entry("canceled", Outcome.SERVER),
          Map.entry("timeout", Outcome.TIMEOUT),
          Map.entry("rate_limit", Outcome.RATE),
          Map.entry("insufficient_system_resource", Outcome.OVERLOAD), // DeepSeek
          Map.entry("unexpected_tool_call", Outcome.INVALID), // Gemini
          Map.entry("malformed_function_call", Outcome.INVALID)); // Gemini

  private FinishWords() {}

  /**
   * @return true for a word that means that the choice goes on
   */
  static boolean isNone(String word) {
    return word == null || word.isEmpty() || word.equals("null");
  }

  /**
   * @return how the answer failed, or null when the word says no such thing
   */
  static Outcome failure(String word) {
    return FAILURES.get(word.toLowerCase(Locale.ROOT));
  }

  static String reason(String word) {
    return switch (word) {
      case "stop", "length", "tool_calls", "content_filter", "function_call" -> word;
      case "STOP" -> "stop";
      default -> REASONS.getOrDefault(word.toLowerCase(Locale.ROOT), word);
    };
  }
}
