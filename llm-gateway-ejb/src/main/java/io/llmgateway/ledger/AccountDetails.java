package io.llmgateway.ledger;

import java.util.Objects;

/**
 * What an operator says of an account.
 *
 * @param organisation whose account it is, or null; money is transferred within one organisation
 * @param creditLine how far the balance may fall below zero, zero or more, in the account's
 *     currency, which is fixed once the account exists
 */
public record AccountDetails(String name, String organisation, boolean enabled, Amount creditLine) {
  public AccountDetails {
    Objects.requireNonNull(name);
    Objects.requireNonNull(creditLine);
  }
}
