package io.llmgateway.ledger;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/** An exchange rate from a moment on, or, without a rate, the word that there is none any more. */
@Entity
@Table(name = "exchange_rate")
public class ExchangeRateRow {
  @Id
  @Column(name = "id")
  private String id;

  @Column(name = "from_currency", updatable = false)
  private String from;

  @Column(name = "to_currency", updatable = false)
  private String to;

  @Column(name = "rate", precision = 38, scale = 12, updatable = false)
  private BigDecimal rate;

  @Column(name = "source", updatable = false)
  private String source;

  @Column(name = "valid_from", updatable = false)
  private Instant validFrom;

  protected ExchangeRateRow() {}

  /**
   * @param rate null when there is none from then on
   */
  ExchangeRateRow(String id, CurrencyPair pair, BigDecimal rate, String source, Instant validFrom) {
    this.id = id;
    this.from = pair.from();
    this.to = pair.to();
    this.rate = rate;
    this.source = source;
    this.validFrom = validFrom;
  }

  CurrencyPair pair() {
    return new CurrencyPair(from, to);
  }

  /**
   * @return empty when the row says that there is no rate
   */
  Optional<ExchangeRate> rate() {
    return rate == null
        ? Optional.empty()
        : Optional.of(new ExchangeRate(id, pair(), rate, source, validFrom));
  }

  /**
   * @param other null for no rate
   */
  boolean says(BigDecimal other) {
    return rate == null || other == null ? rate == other : rate.compareTo(other) == 0;
  }
}
