package io.llmgateway.ledger;

/**
 * A wallet at one moment; all three in the account's currency.
 *
 * @param balance the sum of the wallet's postings
 * @param held what calls in flight may cost at the most
 * @param available what the next call may hold: balance plus credit line less held
 */
public record WalletView(Amount balance, Amount held, Amount available) {}
