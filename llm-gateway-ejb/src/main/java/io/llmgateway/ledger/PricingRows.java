package io.llmgateway.ledger;

import io.llmgateway.catalog.PriceCard;
import java.math.BigDecimal;
import java.util.List;

/**
 * Everything that charges are computed by, past, present and ahead; each list in the order of
 * {@code valid_from}, then of writing.
 *
 * @param prices by model
 * @param rates by pair of currencies
 * @param terms by account
 */
public record PricingRows(
    List<Stated<PriceKey, PriceCard>> prices,
    List<Stated<CurrencyPair, BigDecimal>> rates,
    List<Stated<String, BigDecimal>> terms) {
  public static final PricingRows NONE = new PricingRows(List.of(), List.of(), List.of());

  public PricingRows {
    prices = List.copyOf(prices);
    rates = List.copyOf(rates);
    terms = List.copyOf(terms);
  }

  /**
   * @throws IllegalArgumentException when the row holds a price that can not be
   */
  static Price price(Stated<PriceKey, PriceCard> row) {
    PriceKey key = row.subject();
    return row.word() == null
        ? null
        : new Price(row.id(), key.kind(), key.provider(), key.model(), row.word(), row.validFrom());
  }

  static ExchangeRate rate(Stated<CurrencyPair, BigDecimal> row) {
    return row.word() == null
        ? null
        : new ExchangeRate(row.id(), row.subject(), row.word(), row.source(), row.validFrom());
  }

  static AccountTerms terms(Stated<String, BigDecimal> row) {
    return row.word() == null
        ? null
        : new AccountTerms(row.id(), row.subject(), row.word(), row.source(), row.validFrom());
  }
}
