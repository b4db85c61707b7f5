package io.llmgateway.ledger;

/**
 * Which accounts are wanted, by name. A null field does not filter.
 *
 * @param limit at most so many, 1 or more
 * @param after the name of the last account of the page before
 */
public record AccountQuery(
    String organisation, Boolean enabled, String currency, int limit, String after) {}
