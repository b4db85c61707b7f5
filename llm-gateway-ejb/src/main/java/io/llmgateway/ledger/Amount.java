package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * An exact sum of money in one currency, at {@link #SCALE} decimal places. The only class that
 * multiplies money, with one rounding rule: half to even at the last place.
 *
 * @param currency ISO 4217
 */
public record Amount(BigDecimal value, String currency) implements Comparable<Amount> {
  /** Decimal places of every amount: a token of 0.000001 USD per million still has a price. */
  public static final int SCALE = 12;

  public Amount {
    Objects.requireNonNull(currency);
    value = value.setScale(SCALE, RoundingMode.HALF_EVEN);
  }

  public static Amount of(String value, String currency) {
    return new Amount(new BigDecimal(value), currency);
  }

  public static Amount zero(String currency) {
    return new Amount(BigDecimal.ZERO, currency);
  }

  /**
   * @param tokens 0 or more
   * @param perMillion the price of a million tokens
   */
  public static Amount ofTokens(long tokens, BigDecimal perMillion, String currency) {
    return new Amount(
        BigDecimal.valueOf(tokens).multiply(perMillion).scaleByPowerOfTen(-6), currency);
  }

  public Amount plus(Amount other) {
    return new Amount(value.add(sameCurrency(other).value), currency);
  }

  public Amount minus(Amount other) {
    return new Amount(value.subtract(sameCurrency(other).value), currency);
  }

  public Amount negate() {
    return new Amount(value.negate(), currency);
  }

  /**
   * @param unitPrice of one request or one image
   */
  public static Amount ofUnits(long count, BigDecimal unitPrice, String currency) {
    return new Amount(BigDecimal.valueOf(count).multiply(unitPrice), currency);
  }

  /**
   * @param rate units of {@code target} for one unit of this currency, with whatever else the sum
   *     is multiplied by: there is one rounding
   */
  public Amount convert(BigDecimal rate, String target) {
    return new Amount(value.multiply(rate), target);
  }

  /**
   * @return the product of two factors of a price, at so many decimals
   */
  static BigDecimal factor(BigDecimal one, BigDecimal other, int scale) {
    return one.multiply(other).setScale(scale, RoundingMode.HALF_EVEN);
  }

  /**
   * @param parts 1 or more
   * @return a part of that many, not more than its share
   */
  Amount part(int parts) {
    return new Amount(value.divide(BigDecimal.valueOf(parts), SCALE, RoundingMode.FLOOR), currency);
  }

  public Amount min(Amount other) {
    return compareTo(other) <= 0 ? this : other;
  }

  public Amount max(Amount other) {
    return compareTo(other) >= 0 ? this : other;
  }

  public int signum() {
    return value.signum();
  }

  @Override
  public int compareTo(Amount other) {
    return value.compareTo(sameCurrency(other).value);
  }

  private Amount sameCurrency(Amount other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(
          "amounts in " + currency + " and " + other.currency + " do not mix");
    }
    return other;
  }
}
