package io.llmgateway.ledger;

import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Work on a connection in the open JTA transaction: closing the connection gives it back, and
 * commits nothing.
 */
@FunctionalInterface
interface SqlWork<T> {
  T on(Connection connection) throws SQLException;

  /**
   * @throws PersistenceException for whatever the database refuses; the container rolls back then
   */
  static <T> T on(DataSource connections, SqlWork<T> work) {
    try (Connection connection = connections.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }
}
