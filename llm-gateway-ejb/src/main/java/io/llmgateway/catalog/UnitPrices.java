package io.llmgateway.catalog;

import java.math.BigDecimal;

/**
 * What the units of a call cost, all in one currency.
 *
 * @param input of a million tokens; null means that there is no price at all
 * @param output of a million tokens; null means unknown, and then only calls without output
 *     (embeddings) have a price
 * @param cacheRead of a million tokens; null means unknown, and then cached input costs what input
 *     costs
 * @param cacheWrite of a million tokens; null means unknown, and then written input costs what
 *     input costs
 * @param reasoning of a million tokens; null means that reasoning costs what output costs
 * @param request of one call; null for none
 * @param image of one image in the request; null for none
 */
public record UnitPrices(
    BigDecimal input,
    BigDecimal output,
    BigDecimal cacheRead,
    BigDecimal cacheWrite,
    BigDecimal reasoning,
    BigDecimal request,
    BigDecimal image) {

  /** Prices of tokens alone. */
  public static UnitPrices ofTokens(
      BigDecimal input, BigDecimal output, BigDecimal cacheRead, BigDecimal cacheWrite) {
    return new UnitPrices(input, output, cacheRead, cacheWrite, null, null, null);
  }

  /**
   * @return whether every unit costs the same, however many zeros it is written with
   */
  public boolean same(UnitPrices other) {
    return same(input, other.input)
        && same(output, other.output)
        && same(cacheRead, other.cacheRead)
        && same(cacheWrite, other.cacheWrite)
        && same(reasoning, other.reasoning)
        && same(request, other.request)
        && same(image, other.image);
  }

  private static boolean same(BigDecimal one, BigDecimal other) {
    return one == null || other == null ? one == other : one.compareTo(other) == 0;
  }
}
