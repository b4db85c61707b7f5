package io.llmgateway.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * One account's money in memory: the balance as last committed, and what is held of it. Its monitor
 * is the only lock of the hot path, and is never kept across a wait.
 */
final class AccountBalance {
  private static final Duration BETWEEN_READINGS = Duration.ofSeconds(1);

  private final String account;
  private final Amount creditLine;
  private Amount balance;
  private long version;
  private Amount held;
  private Instant nextReading = Instant.MIN;

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
   * @return false when what is available does not cover it
   */
  synchronized boolean take(Amount amount) {
    boolean covered = amount.signum() == 0 || amount.compareTo(available()) <= 0;
    if (covered) {
      held = held.plus(amount);
    }
    return covered;
  }

  /**
   * @return whether the row is worth reading again, because another node may have changed it; then
   *     the caller reads it
   */
  synchronized boolean startReading(Instant now) {
    boolean worth = !now.isBefore(nextReading);
    if (worth) {
      nextReading = now.plus(BETWEEN_READINGS);
    }
    return worth;
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
}
