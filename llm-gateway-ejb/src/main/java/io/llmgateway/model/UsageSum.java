package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.function.Consumer;

/** What several answers used, reported as one: each was paid for. */
final class UsageSum {
  private ChatEvent.UsageReported sum;
  private ChatEvent.UsageRefused refused;

  /**
   * @return whether the event was about usage, and is kept
   */
  boolean took(ChatEvent event) {
    if (event instanceof ChatEvent.UsageReported reported) {
      sum = sum == null ? reported : sum(sum, reported);
      return true;
    }
    if (event instanceof ChatEvent.UsageRefused wrong) {
      refused = wrong;
      return true;
    }
    return false;
  }

  /** One event at most; a refused part makes the sum unknown. */
  void report(Consumer<ChatEvent> out) {
    if (refused != null) {
      out.accept(refused);
    } else if (sum != null) {
      out.accept(sum);
    }
  }

  private static ChatEvent.UsageReported sum(
      ChatEvent.UsageReported one, ChatEvent.UsageReported other) {
    Usage a = one.usage();
    Usage b = other.usage();
    Usage both =
        new Usage(
            a.inputTokens() + b.inputTokens(),
            a.outputTokens() + b.outputTokens(),
            a.cacheReadTokens() + b.cacheReadTokens(),
            a.cacheWriteTokens() + b.cacheWriteTokens(),
            a.reasoningTokens() + b.reasoningTokens());
    return new ChatEvent.UsageReported(both, numbers(one.raw(), other.raw()));
  }

  private static JsonObject numbers(JsonObject one, JsonObject other) {
    JsonObjectBuilder out = JSON.createObjectBuilder(one);
    other.forEach(
        (name, value) -> {
          JsonValue before = one.get(name);
          if (before instanceof JsonNumber a && value instanceof JsonNumber b) {
            out.add(name, a.bigDecimalValue().add(b.bigDecimalValue()));
          } else if (before instanceof JsonObject a && value instanceof JsonObject b) {
            out.add(name, numbers(a, b));
          } else {
            out.add(name, value);
          }
        });
    return out.build();
  }
}
