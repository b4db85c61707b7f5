package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.routing.Candidate;

/**
 * How an attempt at a candidate begins.
 *
 * @param <T> an answer that has begun
 */
@FunctionalInterface
interface AttemptStart<T> {

  /**
   * @return why the candidate can not take the request, whatever is done to it; null when it can
   */
  default ChatException unfit(Candidate candidate) {
    return null;
  }

  /**
   * Returns when the candidate has begun to answer usefully.
   *
   * @param candidate with deadlines that fit into the request's
   * @throws ChatException when it does not
   */
  T begin(Candidate candidate, Cancellation cancellation);

  /** Gives back what {@link #begin} gave, because nobody wants it any more. May be any thread's. */
  default void discard(T begun) {}
}
