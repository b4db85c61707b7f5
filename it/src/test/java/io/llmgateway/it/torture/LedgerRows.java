package io.llmgateway.it.torture;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** The ledger as its tables say, by SQL of the test's own that every database understands. */
final class LedgerRows {
  private final Connection connection;

  LedgerRows(Connection connection) {
    this.connection = connection;
  }

  /** The part of a usage record that is compared. */
  record Usage(
      String callId,
      String requestId,
      String endState,
      long inputTokens,
      long outputTokens,
      BigDecimal charge,
      BigDecimal uncollected,
      BigDecimal upperBound) {}

  List<Usage> usage(String account) throws SQLException {
    String sql =
        "select call_id, request_id, end_state, input_tokens, output_tokens, charge, uncollected,"
            + " upper_bound from usage_record where account = ?";
    List<Usage> all = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, account);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          all.add(
              new Usage(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getLong(4),
                  row.getLong(5),
                  row.getBigDecimal(6),
                  row.getBigDecimal(7),
                  row.getBigDecimal(8)));
        }
      }
    }
    return all;
  }

  /** Usage records whose time lies about so far in the future. */
  long settledAhead(String account, Duration ahead) throws SQLException {
    String sql = "select settled_at from usage_record where account = ?";
    LocalDateTime from = LocalDateTime.now(ZoneOffset.UTC).plus(ahead).minusMinutes(2);
    long count = 0;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, account);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          count += row.getObject(1, LocalDateTime.class).isAfter(from) ? 1 : 0;
        }
      }
    }
    return count;
  }

  /** The calls that the ledger thinks are in flight. */
  long pendingHolds() throws SQLException {
    return number("select count(*) from wallet_hold where state = 'PENDING'").longValue();
  }

  BigDecimal balance(String account) throws SQLException {
    return number("select balance from wallet where account = ?", account);
  }

  BigDecimal leased(String account) throws SQLException {
    return number("select leased from wallet where account = ?", account);
  }

  BigDecimal sumOfLeases(String account) throws SQLException {
    return number("select coalesce(sum(amount), 0) from wallet_lease where account = ?", account);
  }

  /** Leases of nodes that are no more. */
  long leasesOfTheDead() throws SQLException {
    return number(
            "select count(*) from wallet_lease l where l.amount > 0 and not exists (select 1 from"
                + " ledger_node n where n.id = l.node and n.state = 'LIVE')")
        .longValue();
  }

  BigDecimal sumOfPostings(String account) throws SQLException {
    return number(
        "select coalesce(sum(amount), 0) from posting where ledger_account = ?",
        "wallet:" + account);
  }

  /** Entries whose postings do not sum to zero in each currency. */
  long unbalancedEntries() throws SQLException {
    return number(
            "select count(*) from (select entry_id from posting group by entry_id, currency"
                + " having sum(amount) <> 0) unbalanced")
        .longValue();
  }

  /** Calls with usage records that have no journal entry of their own. */
  long callsWithoutEntry() throws SQLException {
    return number(
            "select count(*) from usage_record u where not exists (select 1 from journal_entry e"
                + " where e.reference = concat('call:', u.call_id))")
        .longValue();
  }

  long entriesOfCalls() throws SQLException {
    return number("select count(*) from journal_entry where reference like 'call:%'").longValue();
  }

  /** Links of the chain that do not fit: a block whose previous hash is not its predecessor's. */
  long brokenLinks() throws SQLException {
    return number(
            "select count(*) from journal_block b join journal_block p on p.chain = b.chain and"
                + " p.block = b.block - 1 where p.hash <> b.previous_hash")
        .longValue();
  }

  /** Blocks that are missing before the head of their chain. */
  long missingBlocks() throws SQLException {
    return number(
            "select coalesce(sum(c.last_block), 0) - (select count(*) from journal_block)"
                + " from journal_chain c")
        .longValue();
  }

  private BigDecimal number(String sql, String... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.length; i++) {
        statement.setString(i + 1, parameters[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          throw new AssertionError("no row: " + sql);
        }
        return row.getBigDecimal(1);
      }
    }
  }
}
