package io.llmgateway.catalog;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a model costs, as somebody says it.
 *
 * @param prices for calls that no variant is for
 * @param variants tiers by the prompt's length and hours of the day, in the order in which they are
 *     stated; which one is for a call is said at {@code ledger.Price}
 * @param currency ISO 4217
 * @param source where the price was read, and when
 */
public record PriceCard(
    UnitPrices prices, List<PriceVariant> variants, String currency, String source) {
  public PriceCard {
    variants = List.copyOf(variants);
  }

  /** A price of tokens, the same for all calls. */
  public PriceCard(
      BigDecimal input,
      BigDecimal output,
      BigDecimal cacheRead,
      BigDecimal cacheWrite,
      String currency,
      String source) {
    this(UnitPrices.ofTokens(input, output, cacheRead, cacheWrite), List.of(), currency, source);
  }

  /**
   * @return whether it says the same, wherever it was read
   */
  public boolean same(PriceCard other) {
    if (!currency.equals(other.currency)
        || !prices.same(other.prices)
        || variants.size() != other.variants.size()) {
      return false;
    }
    for (int i = 0; i < variants.size(); i++) {
      if (!variants.get(i).same(other.variants.get(i))) {
        return false;
      }
    }
    return true;
  }
}
