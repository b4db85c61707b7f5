package io.llmgateway.ledger;

import java.util.Objects;

/**
 * One line of an entry.
 *
 * @param ledgerAccount a name of the {@link ChartOfAccounts}
 * @param amount a credit when positive, a debit when negative
 */
public record EntryLine(String ledgerAccount, Amount amount) {
  public EntryLine {
    Objects.requireNonNull(ledgerAccount);
    Objects.requireNonNull(amount);
  }
}
