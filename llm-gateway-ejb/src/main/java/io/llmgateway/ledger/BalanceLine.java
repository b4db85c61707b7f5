package io.llmgateway.ledger;

/**
 * A ledger account's line of the trial balance.
 *
 * @param debit the sum of its debits, zero or more
 * @param credit the sum of its credits, zero or more
 */
public record BalanceLine(String ledgerAccount, Amount debit, Amount credit) {
  public Amount balance() {
    return credit.minus(debit);
  }
}
