package io.llmgateway.ledger;

import io.llmgateway.chat.Usage;
import java.time.Instant;
import java.util.Objects;

/**
 * Everything of an attempt that its price depends on.
 *
 * @param images in the request, 0 or more
 * @param startedAt when the attempt began; it decides which hours' price is meant
 */
public record MeteredUsage(Usage usage, long images, Instant startedAt) {
  public MeteredUsage {
    Objects.requireNonNull(usage);
    Objects.requireNonNull(startedAt);
    if (images < 0) {
      throw new IllegalArgumentException("a request has no fewer than 0 images: " + images);
    }
  }

  static MeteredUsage of(AttemptRecord attempt) {
    return new MeteredUsage(attempt.usage(), attempt.images(), attempt.startedAt());
  }

  /**
   * @return true when no tokens were used: such an attempt costs nothing, whatever its request or
   *     its images would have cost
   */
  boolean nothing() {
    return usage.equals(Usage.NONE);
  }
}
