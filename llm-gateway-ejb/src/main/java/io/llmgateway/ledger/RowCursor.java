package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Reads all rows of a table in the order of its key, a page at a time, so that a table of any size
 * takes the same memory on every database.
 */
final class RowCursor<T> {
  private static final int PAGE = 2_000;

  private final Connection connection;
  private final Table<T> table;
  private final Deque<T> page = new ArrayDeque<>();
  private T last;
  private boolean ended;
  private long count;

  /** Makes an object of a row. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** The values of a row's key that {@code after} asks for. */
  interface Key<T> {
    List<Object> of(T row);
  }

  /**
   * @param select without condition and order
   * @param always a condition on all rows, or null
   * @param after the condition on the rows after one, with parameters
   */
  record Table<T>(
      String select, String always, String after, String order, Reader<T> reader, Key<T> key) {

    private String sql(boolean first) {
      List<String> conditions = new ArrayList<>();
      if (always != null) {
        conditions.add(always);
      }
      if (!first) {
        conditions.add(after);
      }
      return select
          + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions))
          + " order by "
          + order
          + " fetch first "
          + PAGE
          + " rows only";
    }
  }

  RowCursor(Connection connection, Table<T> table) {
    this.connection = connection;
    this.table = table;
  }

  /** A table whose key is its column {@code id}. */
  static <T> RowCursor<T> byId(Connection connection, String select, Reader<T> reader, Key<T> key) {
    return new RowCursor<>(connection, new Table<>(select, null, "id > ?", "id", reader, key));
  }

  /**
   * @return the next row, which stays the next one; null after the last one
   */
  T peek() throws SQLException {
    if (page.isEmpty() && !ended) {
      fill();
    }
    return page.peek();
  }

  /**
   * @return null after the last one
   */
  T next() throws SQLException {
    T row = peek();
    if (row != null) {
      page.remove();
      last = row;
      count++;
    }
    return row;
  }

  /** How many rows have been read. */
  long count() {
    return count;
  }

  private void fill() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(table.sql(last == null))) {
      List<Object> key = last == null ? Arrays.asList() : table.key().of(last);
      for (int i = 0; i < key.size(); i++) {
        select.setObject(i + 1, key.get(i));
      }
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          page.add(table.reader().read(row));
        }
      }
    }
    ended = page.size() < PAGE;
  }
}
