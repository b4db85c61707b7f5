package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** When a month may be archived. */
final class ArchiveConditions {
  /** For what is booked at the last moment, by nodes whose clocks are slow too. */
  private static final Duration GRACE = Duration.ofDays(1);

  private final Connection connection;
  private final Instant now;

  ArchiveConditions(Connection connection, Instant now) {
    this.connection = connection;
    this.now = now;
  }

  /**
   * @throws ChatException.Final CONFLICT, which says what stands against it
   */
  void require(Month month) throws SQLException {
    if (now.isBefore(month.end().plus(GRACE))) {
      throw ArchiveJournal.conflict(
          "The month %s can be archived from %s on.".formatted(month, month.end().plus(GRACE)));
    }
    refuse(
        count(
            "select count(*) from wallet_hold where state = 'PENDING' and created_at < ?",
            InstantConverter.utc(month.end())),
        month,
        "calls in flight");
    refuse(
        count(
            "select count(*) from reconciliation where state = 'OPEN' and starts_at < ?"
                + " and ends_at > ?",
            InstantConverter.utc(month.end()),
            InstantConverter.utc(month.start())),
        month,
        "open reconciliations");
  }

  private static void refuse(long open, Month month, String what) {
    if (open > 0) {
      throw ArchiveJournal.conflict(
          "The month %s can not be archived: it has %s (%d).".formatted(month, what, open));
    }
  }

  private long count(String sql, Object... values) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        select.setObject(i + 1, values[i]);
      }
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
