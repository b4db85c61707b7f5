package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What an account pays of the price: a markup or a discount.
 *
 * @param id the row
 * @param factor by which the price is multiplied, zero or more: 1.10 is a markup of 10 %, 0.9 a
 *     discount of 10 %; at most {@link #SCALE} decimals
 * @param source who says so
 * @param validFrom since when it holds
 */
public record AccountTerms(
    String id, String account, BigDecimal factor, String source, Instant validFrom) {
  /** Decimal places of a factor. */
  public static final int SCALE = 6;

  /** A larger factor is a mistake. */
  public static final BigDecimal LARGEST = BigDecimal.valueOf(1_000);

  public AccountTerms {
    require(factor);
  }

  /**
   * @throws IllegalArgumentException when it can not be a factor
   */
  static void require(BigDecimal factor) {
    if (factor.signum() < 0 || factor.compareTo(LARGEST) > 0) {
      throw new IllegalArgumentException("a price factor is 0 to " + LARGEST + ": " + factor);
    }
    if (factor.stripTrailingZeros().scale() > SCALE) {
      throw new IllegalArgumentException(
          "a price factor has at most " + SCALE + " decimals: " + factor);
    }
  }
}
