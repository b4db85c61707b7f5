package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * A transaction that sees all tables as they were at one moment, whoever writes meanwhile, and
 * keeps nobody from writing. The connection is as before afterwards.
 */
final class LedgerSnapshot implements AutoCloseable {
  private final Connection connection;
  private final int isolation;
  private final boolean autoCommit;

  /**
   * @param connection with no transaction open
   */
  LedgerSnapshot(Connection connection) throws SQLException {
    this.connection = connection;
    isolation = connection.getTransactionIsolation();
    autoCommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Dialect.of(connection).isolationOfOneMoment());
  }

  @Override
  public void close() throws SQLException {
    connection.rollback();
    connection.setTransactionIsolation(isolation);
    connection.setAutoCommit(autoCommit);
  }
}
