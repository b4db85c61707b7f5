package io.llmgateway.api.chat;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * The answers to several prompts, one chat after the other, as one stream: choices are numbered on,
 * and the usage comes once, at the end, as the sum. A prompt is sent upstream only when the one
 * before has been answered.
 */
public final class PromptSequence implements ChatStream {
  private final Deque<ChatRequest> waiting;
  private final Model model;
  private ChatStream current;
  private int index;
  private int firstChoice;
  private int choicesOfCurrent;
  private ChatEvent.UsageReported total;

  /** Answers one of the requests. */
  @FunctionalInterface
  public interface Model {
    /**
     * @param index of the request, from 0
     * @return the answer, begun
     */
    ChatStream begin(int index, ChatRequest request);
  }

  /**
   * @param first the answer, already begun, to the first of {@code requests}
   */
  public PromptSequence(ChatStream first, List<ChatRequest> requests, Model model) {
    this.current = first;
    this.choicesOfCurrent = requests.get(0).choices();
    this.waiting = new ArrayDeque<>(requests.subList(1, requests.size()));
    this.model = model;
  }

  @Override
  public ChatEvent next() {
    while (current != null) {
      ChatEvent event = current.next();
      if (event instanceof ChatEvent.UsageReported usage) {
        add(usage);
      } else if (event != null) {
        return renumbered(event);
      } else if (!advance()) {
        return total;
      }
    }
    return null;
  }

  /**
   * @return false when that was the last prompt
   */
  private boolean advance() {
    current.close();
    current = null;
    if (waiting.isEmpty()) {
      return false;
    }
    ChatRequest request = waiting.poll();
    firstChoice += choicesOfCurrent;
    choicesOfCurrent = request.choices();
    current = model.begin(++index, request);
    return true;
  }

  private void add(ChatEvent.UsageReported more) {
    if (total == null) {
      total = more;
      return;
    }
    Usage a = total.usage();
    Usage b = more.usage();
    total =
        new ChatEvent.UsageReported(
            new Usage(
                a.inputTokens() + b.inputTokens(),
                a.outputTokens() + b.outputTokens(),
                a.cacheReadTokens() + b.cacheReadTokens(),
                a.cacheWriteTokens() + b.cacheWriteTokens(),
                a.reasoningTokens() + b.reasoningTokens()),
            JsonValue.EMPTY_JSON_OBJECT);
  }

  /** Only text and the finish have a place in a legacy answer; other events pass as they are. */
  private ChatEvent renumbered(ChatEvent event) {
    if (event instanceof ChatEvent.TextDelta text) {
      return new ChatEvent.TextDelta(firstChoice + text.choice(), text.text(), text.logprobs());
    }
    if (event instanceof ChatEvent.Finish finish) {
      return new ChatEvent.Finish(firstChoice + finish.choice(), finish.reason());
    }
    return event;
  }

  @Override
  public void close() {
    waiting.clear();
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
