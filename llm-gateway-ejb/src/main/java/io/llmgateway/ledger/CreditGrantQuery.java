package io.llmgateway.ledger;

/**
 * Which grants are wanted, oldest first. A null field does not filter.
 *
 * @param limit at most so many, 1 or more
 * @param after the id of the last grant of the page before
 */
public record CreditGrantQuery(String account, CreditGrant.State state, int limit, String after) {}
