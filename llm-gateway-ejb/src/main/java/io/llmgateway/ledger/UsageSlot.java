package io.llmgateway.ledger;

import java.time.LocalDate;
import java.util.Comparator;

/**
 * What costs are compared by.
 *
 * @param day of the provider's time zone, or null when days are not told apart
 * @param model the name that the provider knows it by, or null when models are not told apart
 */
public record UsageSlot(LocalDate day, String model) implements Comparable<UsageSlot> {
  private static final Comparator<UsageSlot> ORDER =
      Comparator.comparing(UsageSlot::day, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(UsageSlot::model, Comparator.nullsFirst(Comparator.naturalOrder()));

  @Override
  public int compareTo(UsageSlot other) {
    return ORDER.compare(this, other);
  }
}
