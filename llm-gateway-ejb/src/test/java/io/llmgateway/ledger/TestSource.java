package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import javax.sql.ConnectionPoolDataSource;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.mariadb.jdbc.MariaDbDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** Pools of connections to the kinds of databases that the ledger's tests run on. */
final class TestSource {
  /** Names a PostgreSQL or MariaDB by its JDBC address; without it, the tests run on H2. */
  private static final String PROPERTY = "ledger.test.url";

  private TestSource() {}

  /** The database of this run, perhaps with rows of an earlier test. */
  static DataSource ofThisRun() {
    String url = System.getProperty(PROPERTY);
    return url == null || url.isEmpty() ? h2("") : at(url);
  }

  static boolean isMariaDb() {
    return System.getProperty(PROPERTY, "").startsWith("jdbc:mariadb:");
  }

  /**
   * @return a new, empty database in memory
   */
  static JdbcConnectionPool h2(String options) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + options);
    source.setUser("sa");
    return pool(source);
  }

  /**
   * @param url of a PostgreSQL or a MariaDB
   */
  static DataSource at(String url) {
    try {
      if (url.startsWith("jdbc:mariadb:")) {
        return new MariaDbDataSource(url);
      }
      PGConnectionPoolDataSource source = new PGConnectionPoolDataSource();
      source.setUrl(url);
      return pool(source);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JdbcConnectionPool pool(ConnectionPoolDataSource source) {
    JdbcConnectionPool pool = JdbcConnectionPool.create(source);
    pool.setMaxConnections(20);
    return pool;
  }

  /** Removes all rows, past the triggers that keep everybody else from it. */
  static void empty(Connection connection, List<String> tables) throws SQLException {
    Dialect dialect = Dialect.of(connection);
    try (Statement statement = connection.createStatement()) {
      if (dialect == Dialect.POSTGRESQL) {
        statement.execute("set session_replication_role = replica");
      }
      for (String table : tables) {
        statement.execute(
            (dialect == Dialect.MARIADB ? "truncate table " : "delete from ") + table);
      }
      if (dialect == Dialect.POSTGRESQL) {
        statement.execute("set session_replication_role = origin");
      }
    }
  }
}
