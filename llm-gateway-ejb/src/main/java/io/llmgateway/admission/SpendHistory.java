package io.llmgateway.admission;

import java.math.BigDecimal;
import java.time.Instant;

/** A port to the ledger: what a key has spent already. */
@FunctionalInterface
public interface SpendHistory {

  /**
   * @return the sum of the key's charges since {@code from}, in its account's currency
   */
  BigDecimal spentSince(String account, String key, Instant from);
}
