package io.llmgateway.ledger;

/** How an attempt ended, as the rule that decides what is charged. The name is on the record. */
public enum EndState {
  /** A whole answer: the usage is charged. */
  COMPLETE(true),
  /** The client went away: the delivered part is charged. */
  CLIENT_GONE(true),
  /** The provider's content policy stopped it: what the provider reports is charged. */
  FILTERED(true),
  /**
   * The gateway gave an answer again that it had kept: no provider was asked, and the account's
   * terms for cached answers say what is charged.
   */
  CACHED(true),
  /** No useful output: nothing is charged, a cost that the provider reports is booked as a loss. */
  FAILED_BEFORE_OUTPUT(false),
  /** Broken off after output had begun: nothing is charged, the cost is booked as a loss. */
  CUT(false),
  /**
   * Broken off after output had begun, and another attempt went on with it: nothing is charged for
   * this one, the cost is booked as a loss.
   */
  RESCUED(false),
  /**
   * Given up because another attempt of the same request was faster: nothing is charged, what it
   * may have cost is booked as a loss.
   */
  HEDGED_LOSER(false),
  /**
   * The gateway's process ended before the call did: nothing is charged, the hold returns, and the
   * record names what the call may have cost at the most.
   */
  INTERRUPTED(false),
  /**
   * The gateway has called for itself, to see whether a channel answers: nobody is charged, and the
   * cost is booked like that of a call that nobody pays for.
   */
  PROBE(false);

  private final boolean charged;

  EndState(boolean charged) {
    this.charged = charged;
  }

  /**
   * @return whether the caller's wallet pays for the usage
   */
  public boolean charged() {
    return charged;
  }
}
