package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Entries as they have been booked, read in an open transaction. */
final class EntryTables {
  private static final String SELECT =
      "select e.id, e.kind, e.reference, e.created_at, e.principal, e.reason, e.reverses,"
          + " e.chain, e.block from journal_entry e";

  private final Rows rows;

  EntryTables(Connection connection) {
    this.rows = new Rows(connection);
  }

  /**
   * @return null when there is no such entry
   */
  EntryView withReference(String reference) throws SQLException {
    return whole(rows.first(EntryTables::head, SELECT + " where e.reference = ?", reference));
  }

  /**
   * @return null when there is no such entry
   */
  EntryView withId(String id) throws SQLException {
    return whole(rows.first(EntryTables::head, SELECT + " where e.id = ?", id));
  }

  /**
   * @return the entry that takes this one back, or null
   */
  EntryView reversalOf(String id) throws SQLException {
    return whole(rows.first(EntryTables::head, SELECT + " where e.reverses = ?", id));
  }

  private EntryView whole(EntryView head) throws SQLException {
    if (head == null) {
      return null;
    }
    List<EntryView.Line> postings =
        rows.find(
            row -> new EntryView.Line(row.getInt(1), row.getString(2), Rows.amount(row, 3, 4)),
            "select line_no, ledger_account, amount, currency from posting where entry_id = ?"
                + " order by line_no",
            head.id());
    return new EntryView(
        head.id(),
        head.kind(),
        head.reference(),
        head.createdAt(),
        head.principal(),
        head.reason(),
        head.reverses(),
        head.chain(),
        head.block(),
        postings);
  }

  private static EntryView head(ResultSet row) throws SQLException {
    return new EntryView(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        Rows.time(row, 4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getLong(8),
        row.getLong(9),
        List.of());
  }
}
