package io.llmgateway;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Outcome;
import io.llmgateway.routing.Candidate;
import java.time.Duration;

/** Where the attempts of one request are written down; for one thread. */
interface AttemptBook {

  /**
   * An attempt is about to begin.
   *
   * @throws ChatException {@code overloaded} when it must not, because it could not be accounted
   *     for
   */
  void begins(Attempt attempt);

  /**
   * An attempt gave nothing that a client could use.
   *
   * @param retryAfter the provider's word on when to come back, or null
   */
  void failed(Attempt attempt, Outcome outcome, Duration retryAfter);

  /** A content policy has stopped an attempt before it gave anything. */
  default void filtered(Attempt attempt, ChatException.Filtered refusal) {
    failed(attempt, Outcome.FILTER, null);
  }

  /**
   * Counts an attempt against the limits of its channel, until it {@link #failed}, or has ended.
   *
   * @return false when the channel is over its limit, so that another is to be asked
   */
  default boolean admits(Candidate candidate) {
    return true;
  }

  /** The attempt that was admitted is not made after all. */
  default void withdraws(Candidate candidate) {}

  /**
   * @return when the channel may be within its limit again, or null when it never will for this
   *     request
   */
  default Duration untilAdmitted(Candidate candidate) {
    return Duration.ZERO;
  }

  /** An attempt was given up because another one of the same request was faster. */
  void lost(Attempt attempt);
}
