package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * An answer that has begun: its events up to the first useful one, and the rest of the stream.
 *
 * @param preamble never empty; the last one is useful
 * @param adjusted what was changed in the request for it
 */
record Opening(Deque<ChatEvent> preamble, ChatStream rest, List<String> adjusted) {

  /**
   * Reads until the first useful event.
   *
   * @throws ChatException when the stream fails, or ends, before that; it is closed then
   */
  static Opening of(ChatStream stream, List<String> adjusted) {
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
      return new Opening(preamble, stream, adjusted);
    } catch (RuntimeException e) {
      stream.close();
      throw e;
    }
  }
}
