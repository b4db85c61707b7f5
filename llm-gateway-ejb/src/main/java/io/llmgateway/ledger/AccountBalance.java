package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;

/**
 * One account's money in memory: the balance as last committed, and what is held of it. Its monitor
 * is the only lock of the hot path, and is never kept across a wait.
 */
final class AccountBalance {
  private final String account;
  private final Amount creditLine;
  private Amount balance;
  private long version;
  private Amount held;

  AccountBalance(WalletState state) {
    this.account = state.account();
    this.creditLine = state.creditLine();
    this.balance = state.balance();
    this.version = state.version();
    this.held = Amount.zero(balance.currency());
  }

  String account() {
    return account;
  }

  String currency() {
    return creditLine.currency();
  }

  /**
   * Sets the amount aside.
   *
   * @throws ChatException.Final INSUFFICIENT_FUNDS when what is available does not cover it
   */
  void take(Amount amount) {
    Amount available;
    synchronized (this) {
      available = available();
      if (amount.signum() == 0 || amount.compareTo(available) <= 0) {
        held = held.plus(amount);
        return;
      }
    }
    throw new ChatException.Final(
        ErrorCode.INSUFFICIENT_FUNDS,
        "this request may cost up to "
            + text(amount)
            + ", and the account has "
            + text(available)
            + " available");
  }

  /**
   * @return what could be set aside: the wanted amount, or less, zero at the least
   */
  synchronized Amount takeUpTo(Amount wanted) {
    Amount taken = wanted.min(available().max(Amount.zero(currency())));
    held = held.plus(taken);
    return taken;
  }

  synchronized void giveBack(Amount amount) {
    held = held.minus(amount);
  }

  /** Takes over a committed balance, unless a newer one is known, and ends holds with it. */
  synchronized void committed(WalletState state, Amount ended) {
    if (state != null && state.version() > version) {
      balance = state.balance();
      version = state.version();
    }
    held = held.minus(ended);
  }

  synchronized WalletView view() {
    return new WalletView(balance, held, available());
  }

  private Amount available() {
    return balance.plus(creditLine).minus(held);
  }

  private static String text(Amount amount) {
    return amount.value().stripTrailingZeros().toPlainString() + " " + amount.currency();
  }
}
