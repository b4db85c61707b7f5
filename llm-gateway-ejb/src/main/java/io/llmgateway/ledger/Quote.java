package io.llmgateway.ledger;

import io.llmgateway.catalog.UnitPrices;
import java.math.BigDecimal;
import java.time.Instant;

/**
 * The rows that say what one candidate costs one account. Fixed when the hold is granted: a price
 * that changes while a call runs is for the next call.
 *
 * <p>A charge is the price's exact sum times exchange rate times the account's factor, rounded
 * once.
 *
 * @param model the candidate
 * @param price what the account pays
 * @param costPrice what the provider asks of the gateway
 * @param rate from the price's currency to the account's, or null when they are the same
 * @param terms the account's, or null when it pays the price itself
 * @param currency the account's
 */
public record Quote(
    PricedModel model,
    Price price,
    Price costPrice,
    ExchangeRate rate,
    AccountTerms terms,
    String currency) {

  /**
   * @return what the account pays for the usage
   */
  public Amount charge(MeteredUsage usage) {
    return forAccount(price.of(usage));
  }

  Amount cost(MeteredUsage usage) {
    return costPrice.of(usage);
  }

  /**
   * @return nothing for an answer that no provider was asked for
   */
  Amount cost(EndState endState, MeteredUsage usage) {
    return endState == EndState.CACHED ? Amount.zero(costPrice.currency()) : cost(usage);
  }

  /**
   * @return what a call within these bounds is charged at the most, whenever it begins
   */
  Amount upperBound(HoldRequest bounds) {
    return forAccount(
        price.upperBound(bounds.inputTokens(), bounds.outputTokens(), bounds.images()));
  }

  /**
   * @return in the account's currency, with its factor: the prices of a call that begins then
   */
  public UnitPrices pricesFor(long inputTokens, Instant startedAt) {
    UnitPrices prices = price.pricesFor(inputTokens, startedAt);
    return new UnitPrices(
        forAccount(prices.input()),
        forAccount(prices.output()),
        forAccount(prices.cacheRead()),
        forAccount(prices.cacheWrite()),
        forAccount(prices.reasoning()),
        forAccount(prices.request()),
        forAccount(prices.image()));
  }

  private BigDecimal forAccount(BigDecimal unitPrice) {
    return unitPrice == null ? null : forAccount(new Amount(unitPrice, price.currency())).value();
  }

  private Amount forAccount(Amount sum) {
    BigDecimal byRate = rate == null ? BigDecimal.ONE : rate.rate();
    BigDecimal byTerms = terms == null ? BigDecimal.ONE : terms.factor();
    return sum.convert(byRate.multiply(byTerms), currency);
  }
}
