package io.llmgateway.ledger;

/**
 * A page of reconciliations. Null fields do not filter.
 *
 * @param limit at most so many, 1 or more
 * @param after the id of the last one of the page before, or null
 */
public record ReconciliationQuery(
    String provider, String reference, Reconciliation.State state, int limit, String after) {}
