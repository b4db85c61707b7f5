package io.llmgateway.ledger;

/**
 * A wallet's row as committed.
 *
 * @param version grows with each change, so that the newer of two states is known
 */
public record WalletState(String account, Amount balance, Amount creditLine, long version) {

  Amount available() {
    return balance.plus(creditLine);
  }

  /**
   * @return the next state, with less money
   */
  WalletState less(Amount amount) {
    return new WalletState(account, balance.minus(amount), creditLine, version + 1);
  }
}
