package io.llmgateway.model.stream;

import io.llmgateway.chat.ChatEvent;
import java.util.function.Consumer;

/**
 * Looks at each event of one answer, and says what takes its place. Keeps state; one per answer.
 */
@FunctionalInterface
public interface EventStep {

  /**
   * @param out takes the events that stand for this one, in their order; none, when it is left out
   *     or held back
   */
  void accept(ChatEvent event, Consumer<ChatEvent> out);

  /** The answer is complete: gives out what is still held back. */
  default void end(Consumer<ChatEvent> out) {}
}
