package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * An answer that has begun: its events up to the first useful one, and the rest of the stream.
 *
 * @param preamble never empty; the last one is useful
 */
record Opening(Deque<ChatEvent> preamble, ChatStream rest) {

  /**
   * Reads until the first useful event.
   *
   * @throws ChatException when the stream fails, or ends, before that; it is closed then
   */
  static Opening of(ChatStream stream) {
    Deque<ChatEvent> preamble = new ArrayDeque<>(2);
    try {
      ChatEvent event;
      do {
        event = stream.next();
        if (event == null) {
          throw new ChatException.Retryable(
              ErrorCode.UPSTREAM_INVALID_RESPONSE,
              Outcome.INVALID,
              "The provider's answer was empty.");
        }
        preamble.add(event);
      } while (!event.useful());
      return new Opening(preamble, stream);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }
}
