package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Books differences to a provider's invoice into clearing and out of it, in an open transaction,
 * and keeps what each entry did to which line.
 */
final class Clearing {
  private final Connection connection;
  private final AccountsWriter.Drafts drafts;
  private final Rows rows;

  Clearing(Connection connection, AccountsWriter.Drafts drafts) {
    this.connection = connection;
    this.drafts = drafts;
    this.rows = new Rows(connection);
  }

  /**
   * What one entry does.
   *
   * @param movements by line: what comes to clearing, and below zero what leaves it
   * @param others the other side, by ledger account
   */
  record Move(SortedMap<Integer, Amount> movements, Map<String, Amount> others) {

    /** Between clearing and one other account. */
    static Move between(SortedMap<Integer, Amount> movements, String other) {
      return movements.values().stream()
          .reduce(Amount::plus)
          .map(sum -> new Move(movements, Map.of(other, sum)))
          .orElse(new Move(movements, Map.of()));
    }

    /**
     * The lines of the entry: what the provider asks beyond the records is a debit of clearing.
     * Both directions are shown when there are both.
     */
    private List<EntryLine> lines(String clearing) {
      List<EntryLine> lines = new ArrayList<>();
      add(lines, clearing, movements.values(), -1);
      add(lines, clearing, movements.values(), 1);
      new TreeMap<>(others)
          .forEach(
              (account, amount) -> {
                if (amount.signum() != 0) {
                  lines.add(new EntryLine(account, amount));
                }
              });
      return lines;
    }

    private static void add(
        List<EntryLine> lines, String clearing, Collection<Amount> movements, int sign) {
      movements.stream()
          .map(Amount::negate)
          .filter(amount -> amount.signum() == sign)
          .reduce(Amount::plus)
          .ifPresent(sum -> lines.add(new EntryLine(clearing, sum)));
    }
  }

  /**
   * @return the id of the entry, or null when there was nothing to book
   */
  String book(Reconciliation of, EntryHead head, Move move) throws SQLException {
    List<EntryLine> lines = move.lines(LedgerAccounts.clearing(of.provider()));
    if (lines.isEmpty()) {
      return null;
    }
    Booked booked = new EntryWriter(connection, drafts).book(new EntryPlan(head, lines));
    keep(of.id(), booked.entry().id(), move.movements());
    return booked.entry().id();
  }

  /** Keeps what an entry did to which line. */
  void keep(String id, String entryId, SortedMap<Integer, Amount> movements) throws SQLException {
    List<Object[]> all = new ArrayList<>();
    movements.forEach((line, amount) -> all.add(new Object[] {entryId, id, line, amount}));
    rows.changeAll(
        "insert into clearing_movement (entry_id, reconciliation_id, line_no, amount)"
            + " values (?, ?, ?, ?)",
        all);
  }

  /**
   * @return what an entry did, by line
   */
  SortedMap<Integer, Amount> movements(String entryId, String currency) throws SQLException {
    SortedMap<Integer, Amount> movements = new TreeMap<>();
    rows.find(
        row -> movements.put(row.getInt(1), new Amount(row.getBigDecimal(2), currency)),
        "select line_no, amount from clearing_movement where entry_id = ?",
        entryId);
    return movements;
  }

  /**
   * @return the reconciliation that an entry was booked for, or null
   */
  String reconciliationOf(String entryId) throws SQLException {
    return rows.first(
        row -> row.getString(1),
        "select reconciliation_id from clearing_movement where entry_id = ?",
        entryId);
  }

  /**
   * @return the last entry that moved something of it, or null
   */
  EntryView last(String id) throws SQLException {
    String entryId =
        rows.first(
            row -> row.getString(1),
            "select max(entry_id) from clearing_movement where reconciliation_id = ?",
            id);
    return entryId == null ? null : new EntryTables(connection).withId(entryId);
  }
}
