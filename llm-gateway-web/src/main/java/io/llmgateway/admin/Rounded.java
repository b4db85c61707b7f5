package io.llmgateway.admin;

import io.llmgateway.ledger.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Currency;

/** Sums as people write them. For the eye alone: nothing is booked or summed up from them. */
final class Rounded {
  private Rounded() {}

  /**
   * @return half to even, at the decimal places that the currency has in ISO 4217
   */
  static BigDecimal of(Amount amount) {
    int places = Currency.getInstance(amount.currency()).getDefaultFractionDigits();
    return amount.value().setScale(Math.max(0, places), RoundingMode.HALF_EVEN);
  }

  /** Both: rounded, and with all its digits when they are more. */
  static String both(Amount amount) {
    BigDecimal rounded = of(amount);
    return rounded.compareTo(amount.value()) == 0
        ? rounded.toPlainString()
        : rounded.toPlainString() + " (" + exact(amount) + ")";
  }

  static String exact(Amount amount) {
    BigDecimal value = amount.value().stripTrailingZeros();
    return value.setScale(Math.max(value.scale(), of(amount).scale())).toPlainString();
  }
}
