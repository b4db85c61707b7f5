package io.llmgateway.ledger;

/** What has become of a hold that left a trace in the database. */
enum HoldState {
  /** The call is in flight. */
  PENDING,
  /** The call was settled. */
  POSTED,
  /** The call ended without a charge. */
  VOIDED,
  /** The process that made the call is no more. */
  EXPIRED
}
