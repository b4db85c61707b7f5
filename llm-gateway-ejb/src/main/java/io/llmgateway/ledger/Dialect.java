package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
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
  POSTGRESQL("PostgreSQL") {
    private static final String LOCK_TIMEOUT = "55P03";

    @Override
    void prepareMonths(Connection connection, int ahead) throws SQLException {
      text(connection, "select usage_record_prepare(" + ahead + ")");
    }

    /**
     * A dropped partition is gone for older snapshots too, but not while somebody has this lock.
     */
    @Override
    void keepRecords(Connection connection) throws SQLException {
      execute(connection, "lock table usage_record in access share mode");
    }

    @Override
    void closeMonth(Connection connection, Month month) throws SQLException {
      text(connection, "select usage_record_close(" + first(month) + ")");
    }

    @Override
    long removeMonth(Connection connection, Month month) throws SQLException {
      return Long.parseLong(text(connection, "select usage_record_remove(" + first(month) + ")"));
    }

    @Override
    boolean gaveUpWaiting(SQLException e) {
      return LOCK_TIMEOUT.equals(e.getSQLState());
    }

    private static String first(Month month) {
      return "date '" + month + "-01'";
    }
  },
  MARIADB("MariaDB") {
    private static final int LOCK_TIMEOUT = 1205;

    @Override
    long removeMonth(Connection connection, Month month) throws SQLException {
      execute(connection, "set @llm_gateway_archiving = 'on'");
      try {
        return delete(connection, month);
      } finally {
        execute(connection, "set @llm_gateway_archiving = null");
      }
    }

    @Override
    boolean gaveUpWaiting(SQLException e) {
      return e.getErrorCode() == LOCK_TIMEOUT;
    }

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

  /**
   * Makes room for the usage records of this month and of so many ahead, where each month has a
   * place of its own. For nodes that do so at once too.
   */
  void prepareMonths(Connection connection, int ahead) throws SQLException {
    // All months lie together.
  }

  /**
   * Keeps all months in their place until the end of the transaction. To be called first: before
   * the transaction's snapshot is taken.
   */
  void keepRecords(Connection connection) throws SQLException {
    // What a snapshot sees stays there.
  }

  /** Lets nobody add a record to a month until the end of the transaction, or gives up soon. */
  void closeMonth(Connection connection, Month month) throws SQLException {
    // A record that is added meanwhile is one that is removed too much, and counted.
  }

  /**
   * Removes a month's records, in an open transaction.
   *
   * @return how many they were
   */
  long removeMonth(Connection connection, Month month) throws SQLException {
    return delete(connection, month);
  }

  /** Whether a statement failed because somebody else had locked what it needs. */
  boolean gaveUpWaiting(SQLException e) {
    return "HYT00".equals(e.getSQLState());
  }

  static long delete(Connection connection, Month month) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from usage_record where id >= ? and id < ?")) {
      delete.setString(1, month.firstId());
      delete.setString(2, month.endId());
      return delete.executeLargeUpdate();
    }
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
