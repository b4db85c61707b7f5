package io.llmgateway.ledger;

import java.time.Instant;

/**
 * An account with its money as last committed.
 *
 * @param organisation or null
 * @param balance the sum of the wallet's postings; what calls in flight hold is part of it
 */
public record AccountView(
    String name,
    String organisation,
    boolean enabled,
    Amount balance,
    Amount creditLine,
    Instant createdAt) {

  AccountDetails details() {
    return new AccountDetails(name, organisation, enabled, creditLine);
  }
}
