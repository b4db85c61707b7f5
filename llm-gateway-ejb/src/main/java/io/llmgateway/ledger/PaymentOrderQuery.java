package io.llmgateway.ledger;

/**
 * Which orders are wanted, oldest first. A null field does not filter.
 *
 * @param limit at most so many, 1 or more
 * @param after the id of the last order of the page before
 */
public record PaymentOrderQuery(String account, Boolean paid, int limit, String after) {}
