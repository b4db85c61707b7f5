package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rows that each call writes and locks, by plain JDBC in standard SQL: through JPA they cost
 * several times the CPU. Everything else goes through the entities of the same tables.
 */
final class SettlementTables {
  private static final String INSERT_ENTRY =
      "insert into journal_entry (id, kind, reference, created_at) values (?, ?, ?, ?)";
  private static final String INSERT_POSTING =
      "insert into posting (entry_id, line_no, ledger_account, currency, amount)"
          + " values (?, ?, ?, ?, ?)";
  private static final String INSERT_RECORD =
      "insert into usage_record (id, call_id, attempt, request_id, api_key, account,"
          + " requested_model, public_model, provider, upstream_model, channel, operation,"
          + " streamed, outcome, end_state, input_tokens, output_tokens, cache_read_tokens,"
          + " cache_write_tokens, reasoning_tokens, usage_source, price_id, cost_price_id,"
          + " exchange_rate_id, cost, cost_currency, charge, charge_currency, uncollected,"
          + " entry_id, started_at, first_token_ms, duration_ms, settled_at, terms_id, images)"
          + " values (?"
          + ", ?".repeat(35)
          + ")";

  private final Connection connection;

  SettlementTables(Connection connection) {
    this.connection = connection;
  }

  /** Locks the accounts' rows in one order, so that two nodes can not wait for each other. */
  Map<String, WalletState> lockWallets(List<String> accounts) throws SQLException {
    String sql =
        "select account, currency, balance, credit_line, version from wallet where account in (?"
            + ", ?".repeat(places(accounts.size()) - 1)
            + ") order by account for update";
    Map<String, WalletState> wallets = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bindAll(statement, 1, accounts);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String currency = row.getString(2);
          wallets.put(
              row.getString(1),
              new WalletState(
                  row.getString(1),
                  new Amount(row.getBigDecimal(3), currency),
                  new Amount(row.getBigDecimal(4), currency),
                  row.getLong(5)));
        }
      }
    }
    return wallets;
  }

  void updateWallets(Collection<WalletState> wallets) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    wallets.forEach(w -> rows.add(new Object[] {w.balance().value(), w.version(), w.account()}));
    execute("update wallet set balance = ?, version = ? where account = ?", rows);
  }

  void insertEntries(List<JournalEntry> entries) throws SQLException {
    execute(INSERT_ENTRY, entries.stream().map(JournalEntry::row).toList());
  }

  void insertPostings(List<Posting> postings) throws SQLException {
    execute(INSERT_POSTING, postings.stream().map(Posting::row).toList());
  }

  void insertRecords(List<UsageRecord> records) throws SQLException {
    execute(INSERT_RECORD, records.stream().map(UsageRecord::row).toList());
  }

  void endHolds(List<String> callIds, Instant now) throws SQLException {
    if (callIds.isEmpty()) {
      return;
    }
    String sql =
        "update wallet_hold set state = ?, ended_at = ? where call_id in (?"
            + ", ?".repeat(places(callIds.size()) - 1)
            + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, DurableHold.State.POSTED.name());
      statement.setObject(2, InstantConverter.utc(now));
      bindAll(statement, 3, callIds);
      statement.executeUpdate();
    }
  }

  /**
   * @return what was paid for the call when it was booked before, or null when it was not
   */
  Amount paid(String callId) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select charge - uncollected, charge_currency from usage_record where call_id = ?")) {
      statement.setString(1, callId);
      Amount paid = null;
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          BigDecimal value = row.getBigDecimal(1);
          Amount part = new Amount(value, row.getString(2));
          paid = paid == null ? part : paid.plus(part);
        }
      }
      return paid;
    }
  }

  private void execute(String sql, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        for (int i = 0; i < row.length; i++) {
          statement.setObject(i + 1, row[i]);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  /** Powers of two, so that few different statements fill the server's cache of statements. */
  private static int places(int count) {
    return count == 1 ? 1 : Integer.highestOneBit(count - 1) << 1;
  }

  private static void bindAll(PreparedStatement statement, int first, List<String> values)
      throws SQLException {
    List<String> padded = new ArrayList<>(values);
    padded.addAll(Collections.nCopies(places(values.size()) - values.size(), values.get(0)));
    for (int i = 0; i < padded.size(); i++) {
      statement.setString(first + i, padded.get(i));
    }
  }
}
