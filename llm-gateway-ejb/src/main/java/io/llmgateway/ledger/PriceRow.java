package io.llmgateway.ledger;

import io.llmgateway.catalog.PriceCard;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** A price from a moment on, or, without prices, the word that there is none from then on. */
@Entity
@Table(name = "price")
public class PriceRow {
  @Id
  @Column(name = "id")
  private String id;

  @Enumerated(EnumType.STRING)
  @Column(name = "kind", updatable = false)
  private Price.Kind kind;

  @Column(name = "provider", updatable = false)
  private String provider;

  @Column(name = "model", updatable = false)
  private String model;

  @Column(name = "input_price", precision = 38, scale = 12, updatable = false)
  private BigDecimal input;

  @Column(name = "output_price", precision = 38, scale = 12, updatable = false)
  private BigDecimal output;

  @Column(name = "cache_read_price", precision = 38, scale = 12, updatable = false)
  private BigDecimal cacheRead;

  @Column(name = "cache_write_price", precision = 38, scale = 12, updatable = false)
  private BigDecimal cacheWrite;

  @Column(name = "currency", updatable = false)
  private String currency;

  @Column(name = "source", updatable = false)
  private String source;

  @Column(name = "valid_from", updatable = false)
  private Instant validFrom;

  protected PriceRow() {}

  /**
   * @param card null when there is no price from then on; the row then keeps the currency
   */
  PriceRow(String id, PriceList.PriceKey key, PriceCard card, String currency, Instant validFrom) {
    this.id = id;
    this.kind = key.kind();
    this.provider = key.provider();
    this.model = key.model();
    this.currency = currency;
    this.validFrom = validFrom;
    this.source = card == null ? "withdrawn" : card.source();
    if (card != null) {
      this.input = card.input();
      this.output = card.output();
      this.cacheRead = card.cacheRead();
      this.cacheWrite = card.cacheWrite();
    }
  }

  PriceList.PriceKey key() {
    return new PriceList.PriceKey(kind, provider, model);
  }

  String currency() {
    return currency;
  }

  /**
   * @return empty when the row says that there is no price
   */
  Optional<Price> price() {
    return input == null
        ? Optional.empty()
        : Optional.of(
            new Price(
                id,
                kind,
                provider,
                model,
                input,
                output,
                cacheRead,
                cacheWrite,
                currency,
                source,
                validFrom));
  }

  /**
   * @param card null for no price
   * @return whether the row says the same, wherever it was read
   */
  boolean says(PriceCard card) {
    if (card == null || input == null) {
      return card == null && input == null;
    }
    return same(input, card.input())
        && same(output, card.output())
        && same(cacheRead, card.cacheRead())
        && same(cacheWrite, card.cacheWrite())
        && currency.equals(card.currency());
  }

  private static boolean same(BigDecimal one, BigDecimal other) {
    return one == null || other == null ? one == other : one.compareTo(other) == 0;
  }
}
