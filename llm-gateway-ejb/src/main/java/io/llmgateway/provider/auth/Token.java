package io.llmgateway.provider.auth;

import java.time.Duration;
import java.time.Instant;

/**
 * A token with its life.
 *
 * @param value what is sent
 * @param since when it was made
 * @param until when the provider stops to take it
 */
record Token(String value, Instant since, Instant until) {
  private static final Duration EARLIEST = Duration.ofHours(1);

  /**
   * @return from when on a new one is wanted: when a tenth of its life is left, at most an hour
   */
  Instant refreshAt() {
    Duration tenth = Duration.between(since, until).dividedBy(10);
    return until.minus(tenth.compareTo(EARLIEST) < 0 ? tenth : EARLIEST);
  }

  /** Without the value. */
  @Override
  public String toString() {
    return "Token[until " + until + "]";
  }
}
