package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;

/** The part of a settlement that stores answers, for tests of other rooms. */
public final class AnswerBooks implements AutoCloseable {
  private final DataSource pool = TestSource.ofThisRun();

  /** Makes a new database, or empties the one that {@code ledger.test.url} names. */
  public AnswerBooks() {
    new Schema(pool).migrate();
    try (Connection connection = pool.getConnection()) {
      TestSource.empty(connection, List.of("idempotency_answer", "idempotency_key", "ledger_node"));
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
    if (pool instanceof JdbcConnectionPool connections) {
      connections.dispose();
    }
  }
}
