package io.llmgateway.admission;

import java.time.Instant;

/** Remembers, over all nodes and restarts, which thresholds of budgets have been told. */
public interface BudgetNotices {

  /**
   * @param budget names subject and period
   * @param periodStart of the period that the threshold was passed in
   * @return true for the first who says so
   */
  boolean first(String budget, Instant periodStart, int percent, Instant now);
}
