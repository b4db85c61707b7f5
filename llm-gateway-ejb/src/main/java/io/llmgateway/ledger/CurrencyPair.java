package io.llmgateway.ledger;

import java.util.Objects;

/**
 * A direction of exchange; both are ISO 4217.
 *
 * @param from what is given
 * @param to what is received
 */
public record CurrencyPair(String from, String to) {
  public CurrencyPair {
    Objects.requireNonNull(from);
    Objects.requireNonNull(to);
  }

  /** As in the name of the configuration property: {@code CNY-USD}. */
  @Override
  public String toString() {
    return from + "-" + to;
  }
}
