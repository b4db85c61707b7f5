package io.llmgateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Credit that ends.
 *
 * @param id of the entry that granted it
 * @param remaining what calls have not used of it
 * @param expiries how many entries have taken from it at its end
 * @param ended when nothing of it was left, or null
 */
public record CreditGrant(
    String id,
    String account,
    Amount amount,
    Amount remaining,
    Instant expires,
    State state,
    int expiries,
    Instant created,
    Instant ended) {

  /** Whether something of it can be used. */
  public enum State {
    OPEN,
    /** Calls have used all of it. */
    SPENT,
    /** Its time has come; what was left has been taken back. */
    EXPIRED,
    /** It was taken back, unused. */
    REVERSED
  }

  CreditGrant with(Amount left, State next, Instant when) {
    return new CreditGrant(
        id,
        account,
        amount,
        left,
        expires,
        next,
        expiries,
        created,
        next == State.OPEN ? null : when);
  }

  /**
   * Who uses what: grants before paid money, the one that ends first before the others.
   *
   * @param open the open grants of a wallet, in the order of their ends
   * @param spent by calls since the grants had their remaining amounts
   * @return those that have changed
   */
  static List<CreditGrant> use(List<CreditGrant> open, Amount spent, Instant now) {
    List<CreditGrant> changed = new ArrayList<>();
    Amount rest = spent;
    for (CreditGrant grant : open) {
      if (rest.signum() <= 0) {
        break;
      }
      Amount used = grant.remaining.min(rest);
      Amount left = grant.remaining.minus(used);
      rest = rest.minus(used);
      changed.add(grant.with(left, left.signum() == 0 ? State.SPENT : State.OPEN, now));
    }
    return changed;
  }
}
