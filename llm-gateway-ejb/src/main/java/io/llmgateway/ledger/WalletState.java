package io.llmgateway.ledger;

/**
 * A wallet's row as committed.
 *
 * @param version grows with each change, so that the newer of two states is known
 */
public record WalletState(String account, Amount balance, Amount creditLine, long version) {}
