package io.llmgateway.ledger;

import java.util.List;

/**
 * A settlement with its sums, ready to be written.
 *
 * @param call what happened
 * @param charges what each attempt costs; at most one of them charges the account
 * @param collectible what the hold covers of the charge
 * @param durable whether the hold left a trace in the database that is to be ended
 */
public record Booking(Settlement call, List<Charge> charges, Amount collectible, boolean durable) {
  public Booking {
    charges = List.copyOf(charges);
  }

  Amount charge() {
    return total(charges, collectible.currency());
  }

  static Amount total(List<Charge> charges, String currency) {
    return charges.stream().map(Charge::charge).reduce(Amount.zero(currency), Amount::plus);
  }
}
