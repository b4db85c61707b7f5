package io.llmgateway.model.json;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * The usage of an answer that took several calls. If one of them has none that can be believed, nor
 * has the sum.
 */
final class UsageSum {
  private Usage sum = Usage.NONE;
  private ChatEvent last;
  private ChatEvent refused;
  private ChatEvent single;
  private int calls;
  private boolean unknown;

  void add(ChatEvent event) {
    last = event;
  }

  void endOfCall() {
    calls++;
    if (last instanceof ChatEvent.UsageReported reported) {
      Usage usage = reported.usage();
      sum =
          new Usage(
              sum.inputTokens() + usage.inputTokens(),
              sum.outputTokens() + usage.outputTokens(),
              sum.cacheReadTokens() + usage.cacheReadTokens(),
              sum.cacheWriteTokens() + usage.cacheWriteTokens(),
              sum.reasoningTokens() + usage.reasoningTokens());
    } else {
      unknown = true;
      refused = last == null ? refused : last;
    }
    single = calls == 1 ? last : null;
    last = null;
  }

  Optional<ChatEvent> sum() {
    if (unknown) {
      return Optional.ofNullable(refused);
    }
    return Optional.of(
        single != null ? single : new ChatEvent.UsageReported(sum, JsonValue.EMPTY_JSON_OBJECT));
  }
}
