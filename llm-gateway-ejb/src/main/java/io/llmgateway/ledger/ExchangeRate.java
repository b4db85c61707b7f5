package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A row of the exchange rates.
 *
 * @param id the row
 * @param pair from which currency into which
 * @param rate units of the second currency for one unit of the first, above zero
 * @param source who says so
 * @param validFrom since when it holds
 */
public record ExchangeRate(
    String id, CurrencyPair pair, BigDecimal rate, String source, Instant validFrom) {
  public ExchangeRate {
    require(rate);
  }

  /**
   * @throws IllegalArgumentException when it can not be a rate
   */
  static void require(BigDecimal rate) {
    if (rate.signum() <= 0) {
      throw new IllegalArgumentException("an exchange rate is above zero: " + rate);
    }
    if (rate.stripTrailingZeros().scale() > Amount.SCALE) {
      throw new IllegalArgumentException(
          "an exchange rate has at most " + Amount.SCALE + " decimals: " + rate);
    }
  }
}
