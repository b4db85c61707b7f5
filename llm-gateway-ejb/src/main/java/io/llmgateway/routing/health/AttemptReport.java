package io.llmgateway.routing.health;

import io.llmgateway.chat.Outcome;
import java.time.Duration;
import java.util.Objects;

/**
 * What became of a call that {@link ChannelHealth#acquire} let through.
 *
 * @param outcome never null
 * @param firstTokenNanos from the start of the attempt to its first useful event; -1 when there was
 *     none, or the answer was not streamed
 * @param totalNanos from the start of the attempt to its end
 * @param retryAfter the provider's own word on when to come back, or null
 * @param outputTokens how many tokens the answer had; 0 when unknown
 * @param repeated whether the same request has failed there before: one request is one failure for
 *     the breaker, however often it is repeated
 */
public record AttemptReport(
    Outcome outcome,
    long firstTokenNanos,
    long totalNanos,
    Duration retryAfter,
    long outputTokens,
    boolean repeated) {
  public AttemptReport {
    Objects.requireNonNull(outcome);
  }

  public AttemptReport(
      Outcome outcome, long firstTokenNanos, long totalNanos, Duration retryAfter) {
    this(outcome, firstTokenNanos, totalNanos, retryAfter, 0);
  }

  public AttemptReport(
      Outcome outcome,
      long firstTokenNanos,
      long totalNanos,
      Duration retryAfter,
      long outputTokens) {
    this(outcome, firstTokenNanos, totalNanos, retryAfter, outputTokens, false);
  }

  /**
   * @param totalNanos how long it took to fail
   */
  public static AttemptReport failure(
      Outcome outcome, long totalNanos, Duration retryAfter, boolean repeated) {
    return new AttemptReport(outcome, -1, totalNanos, retryAfter, 0, repeated);
  }

  /**
   * @return how long the attempt took to begin, or else to fail
   */
  long responseNanos() {
    return firstTokenNanos >= 0 ? firstTokenNanos : totalNanos;
  }
}
