package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The databases that are supported, and all that the gateway must know of one beyond standard SQL.
 * A test keeps their names out of all other classes. What differs in the schema is in {@code
 * db/migration/<name>}.
 */
enum Dialect {
  H2("H2") {
    /** A repeatable read takes one snapshot for each table here. */
    @Override
    int isolationOfOneMoment() {
      return Connection.TRANSACTION_SERIALIZABLE;
    }
  },
  POSTGRESQL("PostgreSQL"),
  MARIADB("MariaDB") {
    /** Without strict mode, an amount that does not fit would be cut to one that does. */
    @Override
    void check(Connection connection) throws SQLException {
      String mode = text(connection, "select @@sql_mode");
      if (!mode.contains("STRICT_TRANS_TABLES") && !mode.contains("STRICT_ALL_TABLES")) {
        throw new IllegalStateException(
            "the database must be in strict mode, and sql_mode is '" + mode + "'");
      }
      if (connection.getTransactionIsolation() != Connection.TRANSACTION_READ_COMMITTED) {
        throw new IllegalStateException(
            "the data source must give connections with transaction isolation READ COMMITTED");
      }
    }
  };

  private final String product;

  Dialect(String product) {
    this.product = product;
  }

  /**
   * @throws IllegalStateException when the database is of another kind
   */
  static Dialect of(Connection connection) throws SQLException {
    String product = connection.getMetaData().getDatabaseProductName();
    return Arrays.stream(values())
        .filter(dialect -> dialect.product.equalsIgnoreCase(product))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the database must be one of "
                        + Arrays.stream(values())
                            .map(dialect -> dialect.product)
                            .collect(Collectors.joining(", "))
                        + ", and is "
                        + product));
  }

  /**
   * @return the name of its folder of migrations
   */
  String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Refuses a database that is set up so that money could be booked wrongly.
   *
   * @throws IllegalStateException says what must be changed
   */
  void check(Connection connection) throws SQLException {
    // The others need nothing beyond what they come with.
  }

  /**
   * @return the isolation in which a transaction sees all tables as they were at one moment, and
   *     locks nothing that it reads
   */
  int isolationOfOneMoment() {
    return Connection.TRANSACTION_REPEATABLE_READ;
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
