package io.llmgateway.model;

import io.llmgateway.chat.ChatEvent;
import java.util.function.Consumer;

/** Turns the events of one answer into others, one by one. Used by one thread. */
interface EventRewrite {
  /**
   * @param out takes what becomes of the event: nothing, one event or several
   */
  void accept(ChatEvent event, Consumer<ChatEvent> out);

  /** The answer is complete: what is still held goes out now. */
  void end(Consumer<ChatEvent> out);
}
