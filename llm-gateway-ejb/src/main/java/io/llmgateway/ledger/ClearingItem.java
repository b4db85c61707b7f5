package io.llmgateway.ledger;

/**
 * A line of which something is in clearing.
 *
 * @param reconciliation its id
 * @param reference the invoice's number
 */
public record ClearingItem(
    String reconciliation, String provider, String reference, ReconciliationLine line) {
  /** The cursor of lists. */
  public String id() {
    return reconciliation + ":" + line.number();
  }
}
