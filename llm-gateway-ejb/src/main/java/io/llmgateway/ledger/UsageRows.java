package io.llmgateway.ledger;

import java.sql.SQLException;

/** All usage records in the order of their ids, whether they are in the database or in archives. */
final class UsageRows {
  private final RowCursor<LedgerRows.Usage> stored;
  private final ArchivedUsage archived;

  UsageRows(RowCursor<LedgerRows.Usage> stored, ArchivedUsage archived) {
    this.stored = stored;
    this.archived = archived;
  }

  /**
   * @return the next record, which stays the next one; null after the last one
   */
  LedgerRows.Usage peek() throws SQLException {
    return fromArchive() ? archived.peek() : stored.peek();
  }

  /**
   * @return null after the last one
   */
  LedgerRows.Usage next() throws SQLException {
    return fromArchive() ? archived.next() : stored.next();
  }

  /** How many records of the database have been read. */
  long count() {
    return stored.count();
  }

  private boolean fromArchive() throws SQLException {
    LedgerRows.Usage one = archived.peek();
    LedgerRows.Usage other = stored.peek();
    return one != null && (other == null || one.booked().id().compareTo(other.booked().id()) <= 0);
  }
}
