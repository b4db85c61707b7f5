package io.llmgateway.ledger;

import io.llmgateway.catalog.PriceCard;
import java.math.BigDecimal;

/**
 * What an account's calls of one model with one key used, at one price.
 *
 * @param charged whether such calls are paid for; broken and interrupted ones are not
 * @param attempts how many records
 * @param charge what was asked for
 * @param uncollected the part of it that the wallet had no money for
 */
public record StatementUsage(
    String model,
    String key,
    boolean charged,
    PricedBy price,
    long attempts,
    TokenSums tokens,
    long images,
    Amount charge,
    Amount uncollected) {

  /**
   * The rows that a charge follows from; each id is null when there was no such row.
   *
   * @param card what the price row says, or null
   * @param rate units of the account's currency for one of the price's, or null
   * @param factor of the account's terms, or null
   */
  public record PricedBy(
      String priceId,
      PriceCard card,
      String exchangeRateId,
      BigDecimal rate,
      String termsId,
      BigDecimal factor) {}

  /**
   * @return what the wallet paid, zero or more
   */
  public Amount paid() {
    return charge.minus(uncollected);
  }

  StatementUsage plus(StatementUsage other) {
    return new StatementUsage(
        model,
        key,
        charged,
        price,
        attempts + other.attempts,
        tokens.plus(other.tokens),
        images + other.images,
        charge.plus(other.charge),
        uncollected.plus(other.uncollected));
  }

  String canonical() {
    return CanonicalForm.line(
        "G",
        model,
        key,
        charged,
        price.priceId(),
        price.exchangeRateId(),
        price.termsId(),
        attempts,
        tokens.input(),
        tokens.output(),
        tokens.cacheRead(),
        tokens.cacheWrite(),
        tokens.reasoning(),
        images,
        charge.value(),
        uncollected.value());
  }
}
