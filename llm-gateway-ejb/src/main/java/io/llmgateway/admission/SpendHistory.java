package io.llmgateway.admission;

import java.math.BigDecimal;
import java.time.Instant;

/** A port to the ledger: what a key has spent already. */
@FunctionalInterface
public interface SpendHistory {

  /**
   * @param key null for all keys of the account
   * @return the sum of the charges since {@code from}, in the account's currency
   */
  BigDecimal spentSince(String account, String key, Instant from);
}
