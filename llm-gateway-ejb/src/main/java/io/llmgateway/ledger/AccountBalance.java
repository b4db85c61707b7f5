package io.llmgateway.ledger;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One account's money in memory: the wallet as last committed, what this node has leased of it, and
 * what is held of that. Its monitor is the only lock of the hot path, and is never kept across a
 * wait.
 */
final class AccountBalance {
  /** For so long nobody asks again whether a wallet without money has got some. */
  private static final long LACKING_FOR_NANOS = Duration.ofSeconds(1).toNanos();

  private final ReentrantLock leasing = new ReentrantLock();
  private final Condition changed = leasing.newCondition();
  private WalletState wallet;
  private Amount lease;
  private long leaseVersion;
  private Amount held;
  private boolean asking;
  private Amount lacking;
  private long lackingSince;

  AccountBalance(WalletState state) {
    this.wallet = state;
    this.lease = Amount.zero(state.balance().currency());
    this.held = lease;
  }

  synchronized String account() {
    return wallet.account();
  }

  synchronized String currency() {
    return lease.currency();
  }

  synchronized Amount creditLine() {
    return wallet.creditLine();
  }

  /** Held by whoever asks the database for more, or gives back. */
  ReentrantLock leasing() {
    return leasing;
  }

  /** Waits until nobody is asking the database for more; under the lock of leasing. */
  void awaitTurn() throws InterruptedException {
    while (asking) {
      changed.await();
    }
  }

  /** Under the lock of leasing. */
  void asking(boolean now) {
    asking = now;
    changed.signalAll();
  }

  /**
   * Sets the amount aside.
   *
   * @return false when the lease does not cover it
   */
  synchronized boolean take(Amount amount) {
    boolean covered = amount.signum() == 0 || amount.compareTo(free()) <= 0;
    if (covered) {
      held = held.plus(amount);
    }
    return covered;
  }

  /**
   * @return what could be set aside: the wanted amount, or less, zero at the least
   */
  synchronized Amount takeUpTo(Amount wanted) {
    Amount taken = wanted.min(free().max(Amount.zero(currency())));
    held = held.plus(taken);
    return taken;
  }

  /**
   * @return what the lease lacks to cover the amount
   */
  synchronized Amount shortage(Amount amount) {
    return amount.minus(free());
  }

  synchronized void giveBack(Amount amount) {
    held = held.minus(amount);
  }

  /**
   * @return what is leased and not held; from now on it can not be set aside any more
   */
  synchronized Amount giveUpIdle() {
    Amount idle = free().max(Amount.zero(currency()));
    lease = lease.minus(idle);
    return idle;
  }

  /**
   * @return whether so much more was not to be had a moment ago
   */
  synchronized boolean knownToLack(Amount amount) {
    return lacking != null
        && System.nanoTime() - lackingSince < LACKING_FOR_NANOS
        && shortage(amount).compareTo(lacking) >= 0;
  }

  /** So much more is not to be had. */
  synchronized void lacks(Amount amount) {
    lacking = shortage(amount);
    lackingSince = System.nanoTime();
  }

  /** Takes over a wallet as committed, unless a newer one is known. */
  synchronized void committed(WalletState state) {
    if (state.version() > wallet.version()) {
      if (state.unleased().compareTo(wallet.unleased()) > 0) {
        lacking = null;
      }
      wallet = state;
    }
  }

  /** Takes over a lease as committed, unless a newer one is known. */
  synchronized void leased(Nodes.Lease granted) {
    leased(granted.wallet(), granted.amount());
  }

  private void leased(WalletState state, Amount amount) {
    committed(state);
    if (state.version() >= leaseVersion) {
      leaseVersion = state.version();
      lease = amount;
    }
  }

  /**
   * Takes over what a settlement has committed, and ends holds with it.
   *
   * @param state null when nothing is known
   */
  synchronized void settled(WalletState state, Amount leaseLeft, Amount ended) {
    if (state != null) {
      leased(state, leaseLeft);
    }
    held = held.minus(ended);
  }

  /** The node has lost its leases; what is held stays so until its calls have ended. */
  synchronized void forgetLease() {
    lease = Amount.zero(currency());
    leaseVersion = 0;
  }

  synchronized WalletView view() {
    Amount othersLeases = wallet.leased().minus(lease).max(Amount.zero(currency()));
    Amount available = wallet.balance().plus(wallet.creditLine()).minus(othersLeases).minus(held);
    return new WalletView(wallet.balance(), held, available.max(Amount.zero(currency())));
  }

  private Amount free() {
    return lease.minus(held);
  }
}
