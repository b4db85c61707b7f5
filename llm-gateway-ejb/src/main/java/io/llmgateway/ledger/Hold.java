package io.llmgateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Money of an account that is set aside for one call. It ends once: released, or settled by {@link
 * Settlements#settle}. Safe for use by many threads.
 */
public final class Hold {
  private final String callId;
  private final AccountBalance account;
  private final List<Quote> quotes;
  private final Set<PricedModel> unpriced;
  private final Instant grantedAt;
  private final VoidedHolds voided;
  private Amount amount;
  private InterruptedCall inFlight;
  private State state = State.OPEN;
  private boolean durable;

  private enum State {
    OPEN,
    SETTLING,
    ENDED
  }

  /** Learns of released holds that have left a durable trace. */
  public interface VoidedHolds {
    void add(String callId);
  }

  Hold(
      HoldRequest request,
      AccountBalance account,
      Amount amount,
      List<Quote> quotes,
      Set<PricedModel> unpriced,
      Instant grantedAt,
      VoidedHolds voided) {
    this.callId = request.callId();
    this.account = account;
    this.amount = amount;
    this.quotes = List.copyOf(quotes);
    this.unpriced = Set.copyOf(unpriced);
    this.grantedAt = grantedAt;
    this.voided = voided;
  }

  public String callId() {
    return callId;
  }

  /**
   * @return what is set aside, zero or more, in the account's currency
   */
  public synchronized Amount amount() {
    return amount;
  }

  /**
   * @return the candidates that the call must not be sent to, because they have no price
   */
  public Set<PricedModel> unpriced() {
    return unpriced;
  }

  /** An attempt begins: this is what is known of the call if the process does not see its end. */
  synchronized void begins(InterruptedCall call) {
    inFlight = call;
  }

  /**
   * @return the call as far as it is known, or null before its first attempt
   */
  synchronized InterruptedCall inFlight() {
    return inFlight;
  }

  /** Gives the money back, uncharged. Does nothing when the hold has ended or is being settled. */
  public void release() {
    boolean trace;
    Amount back;
    synchronized (this) {
      if (state != State.OPEN) {
        return;
      }
      state = State.ENDED;
      trace = durable;
      back = amount;
    }
    account.giveBack(back);
    if (trace) {
      voided.add(callId);
    }
  }

  /**
   * @return false when the hold is being settled already, or has ended
   */
  synchronized boolean startSettling() {
    if (state != State.OPEN) {
      return false;
    }
    state = State.SETTLING;
    return true;
  }

  /**
   * Marks the hold as having a durable trace.
   *
   * @return false when it needs none, because it is no longer open
   */
  synchronized boolean becomeDurable() {
    durable |= state == State.OPEN;
    return state == State.OPEN;
  }

  /** Ends the hold after its settlement; the caller gives the amount back to the account. */
  synchronized Amount end() {
    Amount ended = state == State.ENDED ? Amount.zero(amount.currency()) : amount;
    state = State.ENDED;
    return ended;
  }

  /**
   * Makes the hold cover more, as far as the account has money that nobody else holds.
   *
   * @return what may be charged: the wanted sum, or less
   */
  Amount cover(Amount wanted) {
    synchronized (this) {
      if (state == State.SETTLING && wanted.compareTo(amount) > 0) {
        amount = amount.plus(account.takeUpTo(wanted.minus(amount)));
      }
      return state == State.SETTLING ? wanted.min(amount) : wanted;
    }
  }

  synchronized boolean open() {
    return state == State.OPEN;
  }

  synchronized boolean durable() {
    return durable;
  }

  AccountBalance account() {
    return account;
  }

  List<Quote> quotes() {
    return quotes;
  }

  Instant grantedAt() {
    return grantedAt;
  }
}
