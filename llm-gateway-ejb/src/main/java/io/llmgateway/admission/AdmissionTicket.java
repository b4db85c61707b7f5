package io.llmgateway.admission;

import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;

/** One request that wants permits of several meters: of all or of none. */
final class AdmissionTicket {
  /** So many tokens weigh as much as a request. */
  private static final long TOKENS_LIKE_A_REQUEST = 1_000;

  private final String account;
  private final List<Meter> meters;
  private final long[] reserved;
  private final long tokens;
  private final boolean open;
  private Condition turn;
  private long number;
  private Refusal refusal;
  private boolean granted;
  private boolean woken;

  /**
   * @param meters those that are the caller's own first: whoever waits for one of his own does not
   *     keep others waiting at those that are shared
   */
  AdmissionTicket(String account, List<Meter> meters, long tokens) {
    this(account, meters, tokens, false);
  }

  /**
   * @param open whether the answer has no limit of its own, as {@link Meter#reservation}
   */
  AdmissionTicket(String account, List<Meter> meters, long tokens, boolean open) {
    this.account = account;
    this.meters = meters;
    this.reserved = new long[meters.size()];
    this.tokens = tokens;
    this.open = open;
  }

  String account() {
    return account;
  }

  long cost() {
    return TOKENS_LIKE_A_REQUEST + tokens;
  }

  /**
   * @return null when the permits are taken
   */
  Refusal tryEnter() {
    for (int i = 0; i < meters.size(); i++) {
      reserved[i] = meters.get(i).reservation(tokens, open);
      Refusal no = meters.get(i).enter(reserved[i]);
      if (no != null) {
        for (int j = 0; j < i; j++) {
          meters.get(j).withdraw(reserved[j]);
        }
        return no;
      }
    }
    return null;
  }

  /**
   * The request is over: gives back what {@link #tryEnter} has taken.
   *
   * @param tokensUsed in place of those that were reserved
   */
  void leave(long tokensUsed) {
    for (int i = 0; i < reserved.length; i++) {
      meters.get(i).leave(reserved[i], tokensUsed);
      if (open && tokensUsed > 0) {
        meters.get(i).learn(tokens, tokensUsed);
      }
    }
  }

  /**
   * @return the refusal of the first of this ticket's meters that is among them, or null
   */
  Refusal oneOf(Map<Meter, Refusal> exhausted) {
    if (!exhausted.isEmpty()) {
      for (Meter meter : meters) {
        Refusal no = exhausted.get(meter);
        if (no != null) {
          return no;
        }
      }
    }
    return null;
  }

  /** The following under the queue's lock only. */
  void waitOn(Condition condition, long arrival) {
    turn = condition;
    number = arrival;
  }

  long number() {
    return number;
  }

  void await(long nanos) throws InterruptedException {
    long left = nanos;
    woken = false;
    while (!woken && left > 0) {
      left = turn.awaitNanos(left);
    }
  }

  void wake() {
    woken = true;
    if (turn != null) {
      turn.signalAll();
    }
  }

  void grant() {
    granted = true;
    wake();
  }

  boolean granted() {
    return granted;
  }

  void refused(Refusal by) {
    refusal = by;
  }

  /**
   * @return the last one, or null
   */
  Refusal refusal() {
    return refusal;
  }
}
