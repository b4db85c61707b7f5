package io.llmgateway.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * What an administrator wants stated of a price, a rate or an account's terms.
 *
 * @param word null to withdraw what holds
 * @param source where it was read, at most {@link #SOURCE_LENGTH} characters
 * @param validFrom since when it shall hold; null for now
 */
public record NewWord<S, W>(S subject, W word, String source, Instant validFrom) {
  /** Characters of a source. */
  public static final int SOURCE_LENGTH = 500;

  public NewWord {
    Objects.requireNonNull(subject);
    Objects.requireNonNull(source);
  }
}
