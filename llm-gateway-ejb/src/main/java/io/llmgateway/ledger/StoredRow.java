package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the columns of a row in the form that the canonical line has them, whatever a driver makes
 * of their types.
 */
final class StoredRow {
  /** What a column holds. */
  private enum Type {
    TEXT,
    NUMBER,
    FLAG,
    AMOUNT,
    TIME
  }

  private final List<String> names = new ArrayList<>();
  private final List<Type> types = new ArrayList<>();

  StoredRow text(String... columns) {
    return add(Type.TEXT, columns);
  }

  StoredRow number(String... columns) {
    return add(Type.NUMBER, columns);
  }

  StoredRow flag(String... columns) {
    return add(Type.FLAG, columns);
  }

  StoredRow amount(String... columns) {
    return add(Type.AMOUNT, columns);
  }

  StoredRow time(String... columns) {
    return add(Type.TIME, columns);
  }

  private StoredRow add(Type type, String... columns) {
    for (String column : columns) {
      names.add(column);
      types.add(type);
    }
    return this;
  }

  /** The columns' names, separated by commas. */
  String columns() {
    return String.join(", ", names);
  }

  /** The same, each as a column of a table that is known by this name in the query. */
  String columns(String table) {
    return table + "." + String.join(", " + table + ".", names);
  }

  /**
   * @return where a column is, from 0
   */
  int place(String column) {
    return names.indexOf(column);
  }

  /** How many columns there are. */
  int width() {
    return names.size();
  }

  /**
   * @param row of a query whose first columns are these
   * @return the values, null where the row has null
   */
  Object[] read(ResultSet row) throws SQLException {
    Object[] values = new Object[names.size()];
    for (int i = 0; i < values.length; i++) {
      Object value = value(row, types.get(i), i + 1);
      values[i] = row.wasNull() ? null : value;
    }
    return values;
  }

  private static Object value(ResultSet row, Type type, int column) throws SQLException {
    return switch (type) {
      case TEXT -> row.getString(column);
      case NUMBER -> row.getLong(column);
      case FLAG -> row.getBoolean(column);
      case AMOUNT -> amount(row.getBigDecimal(column));
      case TIME -> row.getObject(column, LocalDateTime.class);
    };
  }

  private static BigDecimal amount(BigDecimal value) {
    return value == null ? null : value.setScale(Amount.SCALE);
  }
}
