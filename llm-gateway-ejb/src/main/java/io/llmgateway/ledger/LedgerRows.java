package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;

/** The chained rows as they stand in the tables, which may have been changed by anybody. */
final class LedgerRows {
  static final StoredRow RECORD =
      new StoredRow()
          .text("id", "call_id")
          .number("attempt")
          .text("request_id", "api_key", "account", "requested_model", "public_model")
          .text("provider", "upstream_model", "channel", "operation")
          .flag("streamed")
          .text("outcome", "end_state")
          .number("input_tokens", "output_tokens", "cache_read_tokens", "cache_write_tokens")
          .number("reasoning_tokens")
          .text("usage_source", "price_id", "cost_price_id", "exchange_rate_id")
          .amount("cost")
          .text("cost_currency")
          .amount("charge")
          .text("charge_currency")
          .amount("uncollected")
          .text("entry_id")
          .time("started_at")
          .number("first_token_ms", "duration_ms")
          .time("settled_at")
          .amount("upper_bound")
          .text("terms_id")
          .number("images");

  private static final StoredRow ENTRY =
      new StoredRow()
          .text("id", "kind", "reference")
          .time("created_at")
          .text("principal", "reason", "reverses");

  private static final StoredRow POSTING =
      new StoredRow()
          .text("entry_id")
          .number("line_no")
          .text("ledger_account", "currency")
          .amount("amount");

  static final String SELECT_ENTRY =
      "select " + ENTRY.columns() + ", chain, block from journal_entry";
  static final String SELECT_POSTING = "select " + POSTING.columns() + " from posting";
  static final String SELECT_RECORD = "select " + RECORD.columns() + " from usage_record";

  private LedgerRows() {}

  /**
   * @param chain null when the entry is in no block
   */
  record Entry(
      String id,
      String kind,
      String reference,
      String reverses,
      Integer chain,
      Long block,
      String line) {

    boolean ofCall() {
      return kind.equals("SETTLEMENT");
    }
  }

  record PostingRow(
      String entryId,
      long number,
      String account,
      String currency,
      BigDecimal amount,
      String line) {}

  /**
   * @param entryId null when the record names none
   */
  record Usage(BookedUsage booked, String callId, String provider, String entryId, String line) {}

  /**
   * @param hash as it is stored
   */
  record StoredBlock(Block block, String hash) {}

  static RowCursor<Entry> entries(Connection connection) {
    return RowCursor.byId(
        connection, SELECT_ENTRY, LedgerRows::entry, entry -> List.of(entry.id()));
  }

  static Entry entry(ResultSet row) throws SQLException {
    Object[] values = ENTRY.read(row);
    long block = row.getLong("block");
    boolean chained = !row.wasNull();
    int chain = row.getInt("chain");
    chained &= !row.wasNull();
    return new Entry(
        (String) values[0],
        (String) values[1],
        (String) values[2],
        (String) values[6],
        chained ? chain : null,
        chained ? block : null,
        CanonicalForm.line("E", values));
  }

  static RowCursor<PostingRow> postings(Connection connection) {
    return new RowCursor<>(
        connection,
        new RowCursor.Table<>(
            SELECT_POSTING,
            null,
            "entry_id >= ? and (entry_id > ? or line_no > ?)",
            "entry_id, line_no",
            LedgerRows::posting,
            row -> List.of(row.entryId(), row.entryId(), row.number())));
  }

  static PostingRow posting(ResultSet row) throws SQLException {
    Object[] values = POSTING.read(row);
    return new PostingRow(
        (String) values[0],
        (Long) values[1],
        (String) values[2],
        (String) values[3],
        (BigDecimal) values[4],
        CanonicalForm.line("P", values));
  }

  static RowCursor<Usage> records(Connection connection) {
    return RowCursor.byId(
        connection, SELECT_RECORD, LedgerRows::usage, record -> List.of(record.booked().id()));
  }

  static Usage usage(ResultSet row) throws SQLException {
    return new Usage(
        BookedUsage.of(row),
        row.getString("call_id"),
        row.getString("provider"),
        row.getString("entry_id"),
        CanonicalForm.line("U", RECORD.read(row)));
  }

  static RowCursor<StoredBlock> blocks(Connection connection, int chain) {
    return new RowCursor<>(
        connection,
        new RowCursor.Table<>(
            "select chain, block, node, created_at, entry_count, record_count, entries_hash,"
                + " records_hash, previous_hash, hash from journal_block",
            "chain = " + chain,
            "block > ?",
            "block",
            row ->
                new StoredBlock(
                    new Block(
                        row.getInt(1),
                        row.getLong(2),
                        row.getString(3),
                        row.getObject(4, LocalDateTime.class),
                        row.getInt(5),
                        row.getInt(6),
                        row.getString(7),
                        row.getString(8),
                        row.getString(9)),
                    row.getString(10)),
            row -> List.of(row.block().block())));
  }
}
