package io.llmgateway.ledger;

import java.sql.Connection;
import java.util.List;

/**
 * The records of a month as they stand in the database, each with the block that it is sealed in.
 */
final class ArchiveRows {
  private ArchiveRows() {}

  /**
   * @param values of the columns, see {@link LedgerRows#RECORD}
   */
  record Row(Integer chain, Long block, Object[] values) {
    String id() {
      return (String) values[0];
    }

    ArchivedRecord record() {
      return ArchivedRecord.of(chain, block, values);
    }

    /** A line of a file. */
    String csv() {
      Object[] all = new Object[values.length + 2];
      all[0] = chain;
      all[1] = block;
      System.arraycopy(values, 0, all, 2, values.length);
      return ArchiveCsv.line(all);
    }
  }

  static RowCursor<Row> of(Connection connection, Month month) {
    int width = LedgerRows.RECORD.width();
    return new RowCursor<>(
        connection,
        new RowCursor.Table<>(
            "select "
                + LedgerRows.RECORD.columns("u")
                + ", e.chain, e.block from usage_record u"
                + " left join journal_entry e on e.id = u.entry_id",
            "u.id >= '" + month.firstId() + "' and u.id < '" + month.endId() + "'",
            "u.id > ?",
            "u.id",
            row -> {
              Object[] values = LedgerRows.RECORD.read(row);
              long block = row.getLong(width + 2);
              boolean chained = !row.wasNull();
              int chain = row.getInt(width + 1);
              return new Row(chained ? chain : null, chained ? block : null, values);
            },
            row -> List.of(row.id())));
  }
}
