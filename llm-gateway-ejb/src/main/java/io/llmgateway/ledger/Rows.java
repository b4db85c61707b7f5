package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/** Single statements on a connection, in an open transaction. Times go in and come out as UTC. */
final class Rows {
  private final Connection connection;

  Rows(Connection connection) {
    this.connection = connection;
  }

  /** Makes a value of the row that the result stands at. */
  interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /**
   * @return how many rows have changed
   */
  int change(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      return statement.executeUpdate();
    }
  }

  /** The same change with the values of each row. */
  void changeAll(String sql, List<Object[]> rows) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (Object[] row : rows) {
        bind(statement, row);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }

  <T> List<T> find(Reader<T> reader, String sql, Object... values) throws SQLException {
    return find(0, reader, sql, values);
  }

  /**
   * @param limit at most so many rows; 0 for all
   */
  <T> List<T> find(int limit, Reader<T> reader, String sql, Object... values) throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setMaxRows(limit);
      bind(statement, values);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          found.add(reader.read(row));
        }
      }
    }
    return found;
  }

  /**
   * @return the first row, or null
   */
  <T> T first(Reader<T> reader, String sql, Object... values) throws SQLException {
    List<T> found = find(1, reader, sql, values);
    return found.isEmpty() ? null : found.get(0);
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      Object value = values[i];
      if (value instanceof Instant time) {
        value = InstantConverter.utc(time);
      } else if (value instanceof Amount amount) {
        value = amount.value();
      }
      statement.setObject(i + 1, value);
    }
  }

  /**
   * @return null when there is none
   */
  static Instant time(ResultSet row, int column) throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  /** The amount of a column, and the currency of another. */
  static Amount amount(ResultSet row, int column, int currencyColumn) throws SQLException {
    BigDecimal value = row.getBigDecimal(column);
    return new Amount(value, row.getString(currencyColumn));
  }
}
