package io.llmgateway.ledger;

import static io.llmgateway.ledger.Finding.Code.BALANCE_DIFFERS;
import static io.llmgateway.ledger.Finding.Code.CLEARING_DIFFERS;
import static io.llmgateway.ledger.Finding.Code.HOLD_OF_SETTLED_CALL;
import static io.llmgateway.ledger.Finding.Code.HOLD_ORPHAN;
import static io.llmgateway.ledger.Finding.Code.LEASED_DIFFERS;
import static io.llmgateway.ledger.Finding.Code.LEASE_INVALID;
import static io.llmgateway.ledger.Finding.Code.WALLET_MISSING;
import static io.llmgateway.ledger.Finding.Code.WALLET_OVERDRAWN;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/** The rows that are changed in place: wallets, leases, holds. Each follows from others. */
final class StateChecks {
  private static final String POSTED =
      "(select ledger_account, currency, sum(amount) as total from posting"
          + " where ledger_account like 'wallet:%' group by ledger_account, currency)";
  private static final String LIVING =
      "(select 1 from ledger_node n where n.state = 'LIVE' and n.id = ";

  private final Connection connection;
  private final Findings findings;

  StateChecks(Connection connection, Findings findings) {
    this.connection = connection;
    this.findings = findings;
  }

  void run() throws SQLException {
    checkBalances();
    checkLeases();
    checkHolds();
    checkClearing();
  }

  Map<String, Long> rows() throws SQLException {
    Map<String, Long> rows = new TreeMap<>();
    for (String table :
        new String[] {"wallet", "wallet_lease", "wallet_hold", "clearing_movement"}) {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select count(*) from " + table)) {
        row.next();
        rows.put(table, row.getLong(1));
      }
    }
    return rows;
  }

  private void checkBalances() throws SQLException {
    find(
        BALANCE_DIFFERS,
        "select w.account, w.balance, coalesce(p.total, 0) from wallet w left join "
            + POSTED
            + " p on p.ledger_account = concat('wallet:', w.account) and p.currency = w.currency"
            + " where w.balance <> coalesce(p.total, 0)",
        "the wallet's balance is %s, its postings sum to %s");
    find(
        WALLET_MISSING,
        "select p.ledger_account, p.total, p.currency from "
            + POSTED
            + " p where not exists (select 1 from wallet w where w.currency = p.currency"
            + " and concat('wallet:', w.account) = p.ledger_account)",
        "there are postings that sum to %s %s, and no wallet of that currency");
    find(
        WALLET_OVERDRAWN,
        "select account, balance, credit_line, leased from wallet where balance + credit_line < 0"
            + " or leased < 0 or balance + credit_line - leased < 0",
        "balance %s, credit line %s, leased %s");
  }

  private void checkLeases() throws SQLException {
    find(
        LEASED_DIFFERS,
        "select w.account, w.leased, coalesce(l.total, 0) from wallet w left join"
            + " (select account, sum(amount) as total from wallet_lease group by account) l"
            + " on l.account = w.account where w.leased <> coalesce(l.total, 0)",
        "the wallet says that %s is leased, the leases sum to %s");
    find(
        LEASE_INVALID,
        "select l.account, l.amount, l.node from wallet_lease l where l.amount < 0 or l.amount > 0"
            + " and not exists "
            + LIVING
            + "l.node)",
        "there is a lease of %s by node %s, below zero or of a node that is not living");
    find(
        LEASE_INVALID,
        "select l.account, l.amount, l.node from wallet_lease l where not exists"
            + " (select 1 from wallet w where w.account = l.account)",
        "there is a lease of %s by node %s, and no such wallet");
  }

  private void checkHolds() throws SQLException {
    find(
        HOLD_ORPHAN,
        "select h.call_id, h.amount, h.currency, h.account, h.node from wallet_hold h"
            + " where h.state = 'PENDING' and not exists "
            + LIVING
            + "h.node)",
        "%s %s of account %s are held by node %s, which is not living");
    find(
        HOLD_OF_SETTLED_CALL,
        "select h.call_id, h.amount, h.currency, e.id from wallet_hold h join journal_entry e"
            + " on e.reference = concat('call:', h.call_id) where h.state = 'PENDING'",
        "%s %s are still held, although the call is settled by entry %s");
  }

  private void checkClearing() throws SQLException {
    find(
        CLEARING_DIFFERS,
        "select l.reconciliation_id, l.line_no, l.posted - l.resolved, coalesce(m.total, 0)"
            + " from reconciliation_line l left join (select reconciliation_id, line_no,"
            + " sum(amount) as total from clearing_movement group by reconciliation_id, line_no) m"
            + " on m.reconciliation_id = l.reconciliation_id and m.line_no = l.line_no"
            + " where l.posted - l.resolved <> coalesce(m.total, 0)",
        "line %s says that %s is in clearing, its movements sum to %s");
    find(
        CLEARING_DIFFERS,
        "select p.entry_id, p.total, coalesce(m.total, 0) from (select entry_id,"
            + " sum(amount) as total from posting where ledger_account like"
            + " 'clearing:reconciliation:%' group by entry_id) p left join (select entry_id,"
            + " sum(amount) as total from clearing_movement group by entry_id) m"
            + " on m.entry_id = p.entry_id where p.total + coalesce(m.total, 0) <> 0",
        "it posts %s to clearing, its movements of lines sum to %s");
  }

  /**
   * @param sql of bad rows: what names the row, and what the message says
   */
  private void find(Finding.Code code, String sql, String message) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(1_000);
      try (ResultSet row = statement.executeQuery(sql)) {
        int columns = row.getMetaData().getColumnCount();
        while (row.next()) {
          Object[] values = new Object[columns - 1];
          for (int i = 0; i < values.length; i++) {
            values[i] = row.getString(i + 2);
          }
          findings.add(code, row.getString(1), message.formatted(values));
        }
      }
    }
  }
}
