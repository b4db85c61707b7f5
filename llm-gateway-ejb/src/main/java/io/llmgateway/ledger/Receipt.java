package io.llmgateway.ledger;

/**
 * A settlement that has been committed.
 *
 * @param callId what was settled
 * @param charge what the wallet paid, zero or more, in the account's currency
 */
public record Receipt(String callId, Amount charge) {}
