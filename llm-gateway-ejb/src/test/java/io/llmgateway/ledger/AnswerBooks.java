package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** The part of a settlement that stores answers, for tests of other rooms. */
public final class AnswerBooks implements AutoCloseable {
  private static final String URL = System.getProperty("ledger.test.url");

  private final JdbcConnectionPool pool =
      URL == null ? TestDatabase.h2("") : TestDatabase.postgresql(URL);

  /** Makes a new database, or empties the one that {@code ledger.test.url} names. */
  public AnswerBooks() {
    new Schema(pool).migrate();
    try (Connection connection = pool.getConnection()) {
      for (String table : List.of("idempotency_answer", "idempotency_key", "ledger_node")) {
        connection.createStatement().executeUpdate("delete from " + table);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public DataSource source() {
    return pool;
  }

  /**
   * @return false when the call has lost its key; then nothing is stored
   */
  public boolean store(StoredAnswer answer) {
    try (Connection connection = pool.getConnection()) {
      connection.setAutoCommit(false);
      AnswerTables tables = new AnswerTables(connection);
      boolean held = tables.answered(answer);
      if (held) {
        tables.insert(answer);
      }
      connection.commit();
      return held;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    pool.dispose();
  }
}
