package io.llmgateway.model.stream;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.function.Consumer;

/**
 * What the calls that one answer took have used, reported as one: each was paid for. When one of
 * them tells nothing that can be believed, nothing is known of the sum.
 */
public final class UsageSum {
  private static final JsonProvider JSON = JsonProvider.provider();

  private ChatEvent.UsageReported sum;
  private ChatEvent.UsageReported current;
  private ChatEvent.UsageRefused refused;
  private boolean unknown;

  /**
   * @return whether the event was about usage, and is kept
   */
  public boolean took(ChatEvent event) {
    if (event instanceof ChatEvent.UsageReported reported) {
      current = reported;
      return true;
    }
    if (event instanceof ChatEvent.UsageRefused wrong) {
      refused = wrong;
      return true;
    }
    return false;
  }

  /** A call is over, or broke off. */
  public void endOfCall() {
    if (current == null) {
      unknown = true;
    } else {
      sum = sum == null ? current : sum(sum, current);
    }
    current = null;
  }

  /** One event at most, when all calls have ended. */
  public void report(Consumer<ChatEvent> out) {
    if (refused != null) {
      out.accept(refused);
    } else if (sum != null && !unknown) {
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
