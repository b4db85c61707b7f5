package io.llmgateway.ledger;

import java.time.Instant;

/**
 * What moved an account's balance beside its calls: a top-up, an adjustment, a grant.
 *
 * @param id the journal entry
 * @param kind as in the journal, such as {@code TOP_UP}
 * @param principal who had it booked, or null for the gateway itself
 * @param reason in words, or null
 * @param amount what came into the wallet, or negative what left it
 */
public record StatementEntry(
    String id,
    String kind,
    String reference,
    Instant at,
    String principal,
    String reason,
    Amount amount) {

  String canonical() {
    return CanonicalForm.line(
        "M", id, kind, reference, InstantConverter.utc(at), principal, reason, amount.value());
  }
}
