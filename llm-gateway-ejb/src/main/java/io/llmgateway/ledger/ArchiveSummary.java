package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What a month's records come to, which stays when they go; by plain JDBC in standard SQL. */
final class ArchiveSummary {
  private static final String GROUP =
      "statement_month, usage_day, settled_day, account, api_key, public_model, provider,"
          + " upstream_model, channel, operation, end_state, price_id, cost_price_id,"
          + " exchange_rate_id, terms_id, cost_currency, charge_currency";

  /** A record's entry may be of the month before: then it is in that month's statement. */
  private static final String ROWS =
      "select case when coalesce(u.entry_id, u.id) < '%s' then '%s' else '%s' end as statement_month,"
          + " cast(cast(u.started_at as date) as char(10)) as usage_day,"
          + " cast(cast(u.settled_at as date) as char(10)) as settled_day,"
          + " case when u.attempt = f.first_attempt then 1 else 0 end as request, u.*"
          + " from usage_record u join (select call_id, min(attempt) as first_attempt"
          + " from usage_record where id >= ? and id < ? group by call_id) f"
          + " on f.call_id = u.call_id where u.id >= ? and u.id < ?";

  private static final String SUMS =
      "select '%s', min(id), "
          + GROUP
          + ", sum(request), count(*), sum(input_tokens), sum(output_tokens),"
          + " sum(cache_read_tokens), sum(cache_write_tokens), sum(reasoning_tokens), sum(images),"
          + " sum(charge), sum(uncollected), sum(coalesce(cost, 0)), sum(coalesce(upper_bound, 0))"
          + " from ("
          + ROWS
          + ") r group by "
          + GROUP;

  private static final int COLUMNS = 31;

  /** How many text columns come first; the others are numbers. */
  private static final int TEXTS = 19;

  private static final int BATCH = 1_000;

  private static final String INSERT =
      "insert into usage_summary (archive_month, first_id, "
          + GROUP
          + ", requests, attempts, input_tokens, output_tokens, cache_read_tokens,"
          + " cache_write_tokens, reasoning_tokens, images, charge, uncollected, cost, upper_bound)"
          + " values (?"
          + ", ?".repeat(COLUMNS - 1)
          + ")";

  private final Connection connection;

  ArchiveSummary(Connection connection) {
    this.connection = connection;
  }

  /**
   * In two statements: a database may refuse an insert from a query into a table whose rows
   * triggers keep from being changed.
   */
  void insert(Month month) throws SQLException {
    String first = month.firstId();
    String end = month.endId();
    String before = new Month(month.value().minusMonths(1)).toString();
    String[] values = {first, end, first, end};
    try (PreparedStatement select =
            connection.prepareStatement(SUMS.formatted(month, first, before, month));
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (int i = 0; i < values.length; i++) {
        select.setString(i + 1, values[i]);
      }
      select.setFetchSize(BATCH);
      try (ResultSet row = select.executeQuery()) {
        insert(row, insert);
      }
    }
  }

  private static void insert(ResultSet row, PreparedStatement insert) throws SQLException {
    int waiting = 0;
    while (row.next()) {
      for (int i = 1; i <= COLUMNS; i++) {
        if (i <= TEXTS) {
          insert.setString(i, row.getString(i));
        } else {
          insert.setBigDecimal(i, row.getBigDecimal(i));
        }
      }
      insert.addBatch();
      waiting++;
      if (waiting == BATCH) {
        insert.executeBatch();
        waiting = 0;
      }
    }
    if (waiting > 0) {
      insert.executeBatch();
    }
  }

  /**
   * @return how many records have been added up for a month
   */
  long records(Month month) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select coalesce(sum(attempts), 0) from usage_summary where archive_month = ?")) {
      select.setString(1, month.toString());
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
