package io.llmgateway.api.json;

import io.llmgateway.ledger.Amount;
import java.math.BigDecimal;

/** Sums of money as JSON numbers: exact, at least two places, no exponent, no idle zeros. */
public final class Sums {
  private static final int PLACES = 2;

  private Sums() {}

  public static String written(Amount amount) {
    return written(amount.value());
  }

  public static String written(BigDecimal amount) {
    BigDecimal value = amount.stripTrailingZeros();
    return (value.scale() < PLACES ? value.setScale(PLACES) : value).toPlainString();
  }
}
