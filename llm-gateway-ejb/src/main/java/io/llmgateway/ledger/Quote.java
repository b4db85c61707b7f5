package io.llmgateway.ledger;

import io.llmgateway.chat.Usage;

/**
 * The rows that say what one candidate costs one account. Fixed when the hold is granted: a price
 * that changes while a call runs is for the next call.
 *
 * @param model the candidate
 * @param price what the account pays
 * @param costPrice what the provider asks of the gateway
 * @param rate from the price's currency to the account's, or null when they are the same
 * @param currency the account's
 */
public record Quote(
    PricedModel model, Price price, Price costPrice, ExchangeRate rate, String currency) {

  Amount charge(Usage usage) {
    return inAccountCurrency(price.of(usage));
  }

  Amount cost(Usage usage) {
    return costPrice.of(usage);
  }

  Amount upperBound(long inputTokens, long outputTokens) {
    return inAccountCurrency(price.upperBound(inputTokens, outputTokens));
  }

  private Amount inAccountCurrency(Amount amount) {
    return rate == null ? amount : amount.convert(rate.rate(), currency);
  }
}
