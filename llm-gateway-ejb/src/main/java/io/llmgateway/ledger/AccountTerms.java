package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * What an account pays of the price: a markup or a discount.
 *
 * @param id the row, or null when there is none
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

  /**
   * Stands before an account's name for what it pays of the price of an answer out of the cache.
   */
  private static final String CACHED = "cache:";

  /** The subject of terms for cached answers that hold for all accounts without their own. */
  static final String CACHED_FOR_ALL = CACHED;

  public AccountTerms {
    require(factor);
  }

  /**
   * @return the subject of the account's terms for cached answers
   */
  static String cached(String account) {
    return CACHED + account;
  }

  /**
   * @return what holds for cached answers when nobody has said anything: no row, and no charge
   */
  static AccountTerms free(String account) {
    return new AccountTerms(null, cached(account), BigDecimal.ZERO, "nobody", Instant.EPOCH);
  }

  /**
   * @return whether these terms can be those of a call of the account
   */
  boolean concern(String payer, boolean cachedAnswer) {
    return cachedAnswer
        ? account.equals(cached(payer)) || account.equals(CACHED_FOR_ALL)
        : account.equals(payer);
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
