package io.llmgateway.provider.openai;

import static io.llmgateway.provider.transport.JsonText.object;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/** Reads a usage object, whichever of the known names its counts have. */
final class UsageTranslator {
  private UsageTranslator() {}

  /**
   * @return true when the object counts something: some providers send zeros until the end
   */
  static boolean counts(JsonObject raw) {
    for (JsonValue value : raw.values()) {
      if (value instanceof JsonNumber number && number.bigDecimalValue().signum() != 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * @return {@link ChatEvent.UsageReported}, or {@link ChatEvent.UsageRefused} when the counts can
   *     not be true
   */
  static ChatEvent translate(JsonObject raw) {
    try {
      return new ChatEvent.UsageReported(usage(raw), raw);
    } catch (IllegalArgumentException | ArithmeticException e) {
      String reason = e.getMessage() == null ? "not a whole number" : e.getMessage();
      return new ChatEvent.UsageRefused(raw, reason);
    }
  }

  /**
   * @throws IllegalArgumentException when the counts can not be true
   * @throws ArithmeticException when a count is no whole number of 64 bits
   */
  static Usage usage(JsonObject raw) {
    JsonObject in = either(raw, "prompt_tokens_details", "input_tokens_details");
    JsonObject out = either(raw, "completion_tokens_details", "output_tokens_details");
    long input = count(raw, "prompt_tokens", "input_tokens");
    long output = count(raw, "completion_tokens", "output_tokens");
    if (input < 0 && output < 0) {
      throw new IllegalArgumentException("neither input nor output is counted");
    }
    input = Math.max(0, input);
    long cacheRead = count(in, "cached_tokens");
    if (cacheRead < 0) {
      cacheRead = count(raw, "prompt_cache_hit_tokens", "cached_tokens", "cache_read_input_tokens");
    }
    long cacheWrite =
        count(in, "cache_write_tokens", "cache_creation_tokens", "cache_creation_input_tokens");
    if (cacheWrite < 0) {
      cacheWrite = count(raw, "cache_creation_input_tokens", "cache_write_tokens");
    }
    long reasoning = count(out, "reasoning_tokens");
    if (reasoning < 0) {
      reasoning = count(raw, "reasoning_tokens");
    }
    reasoning = Math.max(0, reasoning);
    return new Usage(
        input,
        withReasoning(input, Math.max(0, output), reasoning, count(raw, "total_tokens")),
        Math.max(0, cacheRead),
        Math.max(0, cacheWrite),
        reasoning);
  }

  /** Some providers count reasoning beside the completion; the total tells. */
  private static long withReasoning(long input, long output, long reasoning, long total) {
    boolean apart = reasoning > 0 && total == input + output + reasoning;
    return apart ? output + reasoning : output;
  }

  private static JsonObject either(JsonObject raw, String one, String other) {
    JsonObject object = object(raw, one);
    return object == null ? object(raw, other) : object;
  }

  /**
   * @return the first of the counts that is there, or -1
   */
  private static long count(JsonObject raw, String... names) {
    if (raw == null) {
      return -1;
    }
    for (String name : names) {
      if (raw.get(name) instanceof JsonNumber number) {
        long count = number.bigDecimalValue().longValueExact();
        if (count < 0 || count > Usage.ABSURD) {
          throw new IllegalArgumentException(name + " out of range: " + count);
        }
        return count;
      }
    }
    return -1;
  }
}
