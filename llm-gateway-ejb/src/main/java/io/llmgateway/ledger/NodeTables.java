package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The rows of nodes and leases, by plain JDBC in an open transaction. */
final class NodeTables {
  private static final String NOT_LIVING =
      " not in (select id from ledger_node where state = 'LIVE')";

  private final Connection connection;

  NodeTables(Connection connection) {
    this.connection = connection;
  }

  void insert(String id, String name, Instant now) throws SQLException {
    update(
        "insert into ledger_node (id, name, state, beat, started_at) values (?, ?, 'LIVE', 0, ?)",
        id,
        name,
        InstantConverter.utc(now));
  }

  /** Makes everybody who does the same wait until this transaction has ended. */
  void lockGuard() throws SQLException {
    texts("select name from ledger_guard where name = ? for update", LedgerGuard.SETTINGS);
  }

  /**
   * @return false when the node is not taken to be living
   */
  boolean beat(String id) throws SQLException {
    return update("update ledger_node set beat = beat + 1 where id = ? and state = 'LIVE'", id) > 0;
  }

  boolean living(String id) throws SQLException {
    return !texts("select id from ledger_node where id = ? and state = 'LIVE'", id).isEmpty();
  }

  Map<String, Long> beats() throws SQLException {
    Map<String, Long> beats = new HashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement("select id, beat from ledger_node where state = 'LIVE'");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        beats.put(row.getString(1), row.getLong(2));
      }
    }
    return beats;
  }

  List<String> wanted(String node) throws SQLException {
    return texts("select account from wallet_lease where node = ? and wanted = true", node);
  }

  List<String> strays() throws SQLException {
    return texts(
        "select node from wallet_lease where node"
            + NOT_LIVING
            + " union select node from wallet_hold where state = 'PENDING' and node"
            + NOT_LIVING);
  }

  long settingsVersion() throws SQLException {
    return Long.parseLong(
        texts("select version from ledger_guard where name = ?", LedgerGuard.SETTINGS).get(0));
  }

  void end(String id, String state, Instant now) throws SQLException {
    update(
        "update ledger_node set state = ?, ended_at = ? where id = ? and state = 'LIVE'",
        state,
        InstantConverter.utc(now),
        id);
  }

  List<String> leasedAccounts(String node) throws SQLException {
    return texts("select account from wallet_lease where node = ?", node);
  }

  void insertLease(String node, String account, Amount amount) throws SQLException {
    update(
        "insert into wallet_lease (account, node, amount, wanted) values (?, ?, ?, false)",
        account,
        node,
        amount.value());
  }

  /** Answers the wish of others at the same time. */
  void setLease(String node, String account, Amount amount) throws SQLException {
    update(
        "update wallet_lease set amount = ?, wanted = false where account = ? and node = ?",
        amount.value(),
        account,
        node);
  }

  void deleteLeases(String node) throws SQLException {
    update("delete from wallet_lease where node = ?", node);
  }

  /**
   * Asks the other nodes to give back what they do not hold.
   *
   * @return how many have leases of the account
   */
  int want(String node, String account) throws SQLException {
    return update(
        "update wallet_lease set wanted = true where account = ? and node <> ? and amount > 0",
        account,
        node);
  }

  /**
   * @return whether a node that was asked before has not answered
   */
  boolean unanswered(String node, String account) throws SQLException {
    return !texts(
            "select node from wallet_lease where account = ? and node <> ? and amount > 0"
                + " and wanted = true",
            account,
            node)
        .isEmpty();
  }

  private int update(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  private List<String> texts(String sql, Object... values) throws SQLException {
    List<String> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(row.getString(1));
        }
      }
    }
    return found;
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }
}
