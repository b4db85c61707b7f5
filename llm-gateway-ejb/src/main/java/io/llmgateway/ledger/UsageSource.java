package io.llmgateway.ledger;

/** Where the token counts of a usage record come from. */
public enum UsageSource {
  /** The provider reported them. */
  REPORTED,
  /** The provider reported none; the gateway estimated them. */
  ESTIMATED,
  /** The provider reported impossible ones, which were refused; the gateway estimated them. */
  REFUSED_AND_ESTIMATED,
  /** Nothing was used. */
  NONE
}
