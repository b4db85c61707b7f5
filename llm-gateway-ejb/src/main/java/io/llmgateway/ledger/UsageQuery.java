package io.llmgateway.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * A page of usage records in the order of settlement, oldest first.
 *
 * @param limit at most so many, 1 to {@link #MOST}
 * @param after the id of the last record of the previous page, or null for the first page
 */
public record UsageQuery(UsageFilter filter, int limit, String after) {
  /** What a caller may ask for at once. */
  public static final int MAX_LIMIT = 1_000;

  /** What is read at once for an export. */
  public static final int MOST = 5_000;

  public UsageQuery {
    Objects.requireNonNull(filter);
    if (limit < 1 || limit > MOST) {
      throw new IllegalArgumentException("limit must be 1 to " + MOST + ": " + limit);
    }
  }

  /** The records of one API key. */
  public UsageQuery(String key, Instant from, Instant to, int limit, String after) {
    this(UsageFilter.ofKey(Objects.requireNonNull(key), from, to), limit, after);
  }
}
