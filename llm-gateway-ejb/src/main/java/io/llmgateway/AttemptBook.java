package io.llmgateway;

import io.llmgateway.chat.Outcome;
import java.time.Duration;

/** Where the attempts of one request are written down; for one thread. */
interface AttemptBook {

  /**
   * An attempt is about to begin.
   *
   * @throws io.llmgateway.chat.ChatException {@code overloaded} when it must not, because it could
   *     not be accounted for
   */
  void begins(Attempt attempt);

  /**
   * An attempt gave nothing that a client could use.
   *
   * @param retryAfter the provider's word on when to come back, or null
   */
  void failed(Attempt attempt, Outcome outcome, Duration retryAfter);
}
