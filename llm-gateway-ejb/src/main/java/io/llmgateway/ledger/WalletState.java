package io.llmgateway.ledger;

/**
 * A wallet's row as committed.
 *
 * @param leased the part of balance and credit line that nodes may hold without asking
 * @param version grows with each change, so that the newer of two states is known
 */
public record WalletState(
    String account, Amount balance, Amount creditLine, Amount leased, long version) {

  /**
   * @return what can be taken or leased, not negative in a wallet as committed
   */
  Amount unleased() {
    return balance.plus(creditLine).minus(leased);
  }

  /**
   * @param amount a credit, or negative a debit
   * @param fromLease the part of a debit that a lease covers, zero or more
   * @return the next state
   */
  WalletState plus(Amount amount, Amount fromLease) {
    return new WalletState(
        account, balance.plus(amount), creditLine, leased.minus(fromLease), version + 1);
  }

  /**
   * @param amount more of it, or negative less
   * @return the next state
   */
  WalletState leasing(Amount amount) {
    return new WalletState(account, balance, creditLine, leased.plus(amount), version + 1);
  }
}
