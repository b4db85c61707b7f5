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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that each call writes and locks, by plain JDBC in standard SQL: through JPA they cost
 * several times the CPU. Everything else goes through the entities of the same tables.
 */
final class SettlementTables {
  private static final String SELECT_WALLETS =
      "select account, currency, balance, credit_line, leased, version from wallet";
  private static final String INSERT_ENTRY =
      "insert into journal_entry (id, kind, reference, created_at, chain, block, principal, reason,"
          + " reverses) values ";
  private static final String INSERT_POSTING =
      "insert into posting (entry_id, line_no, ledger_account, currency, amount) values ";
  private static final String INSERT_RECORD =
      "insert into usage_record (id, call_id, attempt, request_id, api_key, account,"
          + " requested_model, public_model, provider, upstream_model, channel, operation,"
          + " streamed, outcome, end_state, input_tokens, output_tokens, cache_read_tokens,"
          + " cache_write_tokens, reasoning_tokens, usage_source, price_id, cost_price_id,"
          + " exchange_rate_id, cost, cost_currency, charge, charge_currency, uncollected,"
          + " entry_id, started_at, first_token_ms, duration_ms, settled_at, upper_bound,"
          + " terms_id, images) values ";

  /** Rows of one statement; more of them make it no cheaper. */
  private static final int ROWS_AT_ONCE = 64;

  private final Connection connection;

  SettlementTables(Connection connection) {
    this.connection = connection;
  }

  /** Locks the accounts' rows in one order, so that two nodes can not wait for each other. */
  Map<String, WalletState> lockWallets(List<String> accounts) throws SQLException {
    String sql =
        SELECT_WALLETS
            + " where account in (?"
            + ", ?".repeat(places(accounts.size()) - 1)
            + ") order by account for update";
    Map<String, WalletState> wallets = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bindAll(statement, 1, accounts);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          wallets.put(row.getString(1), wallet(row));
        }
      }
    }
    return wallets;
  }

  /**
   * @return the wallet as it is, not locked, or null
   */
  WalletState wallet(String account) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(SELECT_WALLETS + " where account = ?")) {
      statement.setString(1, account);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? wallet(row) : null;
      }
    }
  }

  private static WalletState wallet(ResultSet row) throws SQLException {
    String currency = row.getString(2);
    return new WalletState(
        row.getString(1),
        new Amount(row.getBigDecimal(3), currency),
        new Amount(row.getBigDecimal(4), currency),
        new Amount(row.getBigDecimal(5), currency),
        row.getLong(6));
  }

  void insertWallet(String account, String currency, Instant now) throws SQLException {
    List<Object> row =
        List.of(account, currency, BigDecimal.ZERO, BigDecimal.ZERO, 0L, InstantConverter.utc(now));
    execute(
        "insert into wallet (account, currency, balance, credit_line, version, created_at)"
            + " values (?, ?, ?, ?, ?, ?)",
        List.<Object[]>of(row.toArray()));
  }

  /**
   * @return the lines of the entry with this reference, none when there is no such entry
   */
  List<Posting> postings(String reference) throws SQLException {
    List<Posting> postings = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select p.entry_id, p.line_no, p.ledger_account, p.amount, p.currency"
                + " from journal_entry e join posting p on p.entry_id = e.id"
                + " where e.reference = ? order by p.line_no")) {
      statement.setString(1, reference);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Amount amount = new Amount(row.getBigDecimal(4), row.getString(5));
          postings.add(new Posting(row.getString(1), row.getInt(2), row.getString(3), amount));
        }
      }
    }
    return postings;
  }

  void updateWallets(Collection<WalletState> wallets) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    wallets.forEach(
        w ->
            rows.add(
                new Object[] {w.balance().value(), w.leased().value(), w.version(), w.account()}));
    execute("update wallet set balance = ?, leased = ?, version = ? where account = ?", rows);
  }

  /**
   * @return what the node has leased, by account; the accounts' rows must be locked
   */
  Map<String, Amount> leases(String node, Collection<String> accounts) throws SQLException {
    String sql =
        "select l.account, l.amount, w.currency from wallet_lease l join wallet w"
            + " on w.account = l.account where l.node = ? and l.account in (?"
            + ", ?".repeat(places(accounts.size()) - 1)
            + ")";
    Map<String, Amount> leases = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, node);
      bindAll(statement, 2, List.copyOf(accounts));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          leases.put(row.getString(1), new Amount(row.getBigDecimal(2), row.getString(3)));
        }
      }
    }
    return leases;
  }

  void updateLeases(String node, Map<String, Amount> leases) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    leases.forEach((account, amount) -> rows.add(new Object[] {amount.value(), account, node}));
    execute("update wallet_lease set amount = ? where account = ? and node = ?", rows);
  }

  void insertEntries(List<JournalEntry> entries) throws SQLException {
    insert(INSERT_ENTRY, entries.stream().map(JournalEntry::row).toList());
  }

  void insertPostings(List<Posting> postings) throws SQLException {
    insert(INSERT_POSTING, postings.stream().map(Posting::row).toList());
  }

  void insertRecords(List<UsageRecord> records) throws SQLException {
    insert(INSERT_RECORD, records.stream().map(UsageRecord::row).toList());
  }

  /**
   * @return which of the calls have a trace
   */
  Set<String> tracedCalls(List<String> callIds) throws SQLException {
    String sql =
        "select call_id from wallet_hold where call_id in (?"
            + ", ?".repeat(places(callIds.size()) - 1)
            + ")";
    Set<String> found = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bindAll(statement, 1, callIds);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
    }
    return found;
  }

  void endHolds(List<String> callIds, HoldState state, Instant now) throws SQLException {
    if (callIds.isEmpty()) {
      return;
    }
    String sql =
        "update wallet_hold set state = ?, ended_at = ? where state = 'PENDING' and call_id in (?"
            + ", ?".repeat(places(callIds.size()) - 1)
            + ")";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, state.name());
      statement.setObject(2, InstantConverter.utc(now));
      bindAll(statement, 3, callIds);
      statement.executeUpdate();
    }
  }

  /**
   * @return what the wallet paid for the call when it was booked before, or null when it was not
   */
  Amount paid(String callId, String account, String currency) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select p.amount from journal_entry e left join posting p on p.entry_id = e.id"
                + " and p.ledger_account = ? where e.reference = ?")) {
      statement.setString(1, LedgerAccounts.wallet(account));
      statement.setString(2, EntryHead.callReference(callId));
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return null;
        }
        BigDecimal debit = row.getBigDecimal(1);
        return new Amount(debit == null ? BigDecimal.ZERO : debit.negate(), currency);
      }
    }
  }

  /**
   * Writes many rows with one statement, which costs a database far less than a batch of statements
   * with one row each; the numbers of rows are powers of two, so that there are few statements.
   */
  private void insert(String sql, List<Object[]> rows) throws SQLException {
    for (int from = 0; from < rows.size(); ) {
      int count = Math.min(ROWS_AT_ONCE, Integer.highestOneBit(rows.size() - from));
      String row = "(?" + ", ?".repeat(rows.get(from).length - 1) + ")";
      try (PreparedStatement statement =
          connection.prepareStatement(sql + row + (", " + row).repeat(count - 1))) {
        int place = 1;
        for (Object[] values : rows.subList(from, from + count)) {
          for (Object value : values) {
            statement.setObject(place++, value);
          }
        }
        statement.executeUpdate();
      }
      from += count;
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
