package io.llmgateway.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * Which usage records of one key are wanted, in the order of settlement, oldest first.
 *
 * @param key the API key's name
 * @param from settled at this time or later, or null for no bound
 * @param to settled before this time, or null for no bound
 * @param limit at most so many, 1 to {@link #MAX_LIMIT}
 * @param after the id of the last record of the previous page, or null for the first page
 */
public record UsageQuery(String key, Instant from, Instant to, int limit, String after) {
  public static final int MAX_LIMIT = 1_000;

  public UsageQuery {
    Objects.requireNonNull(key);
    if (limit < 1 || limit > MAX_LIMIT) {
      throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ": " + limit);
    }
  }
}
