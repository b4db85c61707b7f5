package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.logging.Level;
import java.util.logging.Logger;

/** How far accounts may fall below zero, in an open transaction. */
final class CreditLines {
  private static final Logger LOG = Logger.getLogger(CreditLines.class.getName());

  private final Connection connection;

  CreditLines(Connection connection) {
    this.connection = connection;
  }

  /**
   * Sets an account's line, unless more than that is in use: owed, or leased to a node. Then the
   * line stays as it is, and the log says so.
   *
   * @return whether it has changed
   */
  boolean set(String account, Amount line) throws SQLException {
    String sql =
        "update wallet set credit_line = ?, version = version + 1 where account = ?"
            + " and credit_line <> ? and balance + ? - leased >= 0";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setBigDecimal(1, line.value());
      statement.setString(2, account);
      statement.setBigDecimal(3, line.value());
      statement.setBigDecimal(4, line.value());
      if (statement.executeUpdate() > 0) {
        return true;
      }
    }
    BigDecimal kept = current(account);
    if (kept != null && kept.compareTo(line.value()) != 0) {
      LOG.log(
          Level.WARNING,
          "gateway.account.{0}.credit-line stays at {1}: more than {2} is in use",
          new Object[] {account, kept.toPlainString(), line.value().toPlainString()});
    }
    return false;
  }

  private BigDecimal current(String account) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("select credit_line from wallet where account = ?")) {
      statement.setString(1, account);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getBigDecimal(1) : null;
      }
    }
  }
}
