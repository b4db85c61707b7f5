package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A usage record as an archive has it, which may have been changed by anybody.
 *
 * @param chain null when its entry was in no block, as {@code block}
 * @param fields those of its line in canonical form, null where it had none
 */
record ArchivedRecord(Integer chain, Long block, List<String> fields) {
  private static final StoredRow COLUMNS = LedgerRows.RECORD;

  /**
   * @param values of the columns
   */
  static ArchivedRecord of(Integer chain, Long block, Object[] values) {
    List<String> fields = new ArrayList<>(values.length);
    for (Object value : values) {
      fields.add(
          value == null || value instanceof String ? (String) value : CanonicalForm.field(value));
    }
    return new ArchivedRecord(chain, block, fields);
  }

  /**
   * @param row of a file
   * @throws IllegalArgumentException when it is not a usage record
   */
  static ArchivedRecord parse(List<String> row) {
    if (row.size() != COLUMNS.width() + 2) {
      throw new IllegalArgumentException(
          "%d fields instead of %d".formatted(row.size(), COLUMNS.width() + 2));
    }
    ArchivedRecord record =
        new ArchivedRecord(
            row.get(0) == null ? null : Integer.valueOf(row.get(0)),
            row.get(1) == null ? null : Long.valueOf(row.get(1)),
            Collections.unmodifiableList(row.subList(2, row.size())));
    if (record.id() == null) {
      throw new IllegalArgumentException("no id");
    }
    return record;
  }

  String id() {
    return text("id");
  }

  String text(String column) {
    return fields.get(COLUMNS.place(column));
  }

  /**
   * @return null where the record has none
   */
  BigDecimal amount(String column) {
    String value = text(column);
    return value == null ? null : new BigDecimal(value);
  }

  String line() {
    return CanonicalForm.line("U", fields.toArray());
  }

  /**
   * @throws RuntimeException when a field is not of its type
   */
  LedgerRows.Usage usage() {
    BookedUsage booked =
        new BookedUsage(
            id(),
            text("account"),
            new PricedModel(text("public_model"), text("provider"), text("upstream_model")),
            text("end_state"),
            new BookedUsage.Tokens(
                number("input_tokens"),
                number("output_tokens"),
                number("cache_read_tokens"),
                number("cache_write_tokens"),
                number("reasoning_tokens")),
            number("images"),
            Instant.parse(text("started_at")),
            text("price_id"),
            text("cost_price_id"),
            text("exchange_rate_id"),
            text("terms_id"),
            amount("charge"),
            text("charge_currency"),
            amount("cost"),
            text("cost_currency"),
            amount("uncollected"));
    return new LedgerRows.Usage(
        booked, text("call_id"), text("provider"), text("entry_id"), line());
  }

  private long number(String column) {
    return Long.parseLong(text(column));
  }
}
