package io.llmgateway.api;

import io.llmgateway.ledger.Amount;
import java.math.BigDecimal;

/** Sums of money as JSON numbers: exact, at least two places, no exponent, no idle zeros. */
final class Sums {
  private static final int PLACES = 2;

  private Sums() {}

  static String written(Amount amount) {
    BigDecimal value = amount.value().stripTrailingZeros();
    return (value.scale() < PLACES ? value.setScale(PLACES) : value).toPlainString();
  }
}
