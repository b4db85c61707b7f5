package io.llmgateway.ledger;

import io.llmgateway.chat.Usage;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * What a row of {@code usage_record} says of money, and what that follows from. Taken as it stands:
 * the row may have been changed behind the gateway's back.
 *
 * @param priceId null when the attempt had no price
 * @param exchangeRateId null when price and account have the same currency
 * @param termsId null when the account had no terms
 * @param cost null when the attempt had no price
 */
public record BookedUsage(
    String id,
    String account,
    PricedModel model,
    String endState,
    Tokens tokens,
    long images,
    Instant startedAt,
    String priceId,
    String costPriceId,
    String exchangeRateId,
    String termsId,
    BigDecimal charge,
    String chargeCurrency,
    BigDecimal cost,
    String costCurrency,
    BigDecimal uncollected) {

  /** Counts that nobody has checked. */
  public record Tokens(long input, long output, long cacheRead, long cacheWrite, long reasoning) {}

  /**
   * @param row of {@code select * from usage_record}, or with the columns that are read here
   */
  public static BookedUsage of(ResultSet row) throws SQLException {
    return new BookedUsage(
        row.getString("id"),
        row.getString("account"),
        new PricedModel(
            row.getString("public_model"),
            row.getString("provider"),
            row.getString("upstream_model")),
        row.getString("end_state"),
        new Tokens(
            row.getLong("input_tokens"),
            row.getLong("output_tokens"),
            row.getLong("cache_read_tokens"),
            row.getLong("cache_write_tokens"),
            row.getLong("reasoning_tokens")),
        row.getLong("images"),
        PricingTables.time(row, "started_at"),
        row.getString("price_id"),
        row.getString("cost_price_id"),
        row.getString("exchange_rate_id"),
        row.getString("terms_id"),
        row.getBigDecimal("charge"),
        row.getString("charge_currency"),
        row.getBigDecimal("cost"),
        row.getString("cost_currency"),
        row.getBigDecimal("uncollected"));
  }

  /**
   * @throws IllegalArgumentException when there can not be such a usage
   */
  MeteredUsage metered() {
    return new MeteredUsage(
        new Usage(
            tokens.input, tokens.output, tokens.cacheRead, tokens.cacheWrite, tokens.reasoning),
        images,
        startedAt);
  }
}
