package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Writes stored answers into an open transaction. */
final class AnswerTables {
  private static final int CHUNK = 16_000;

  /** The chunks outlive the row that leads to them, also by another node's clock. */
  private static final Duration LONGER_THAN_THE_KEY = Duration.ofHours(1);

  private final Connection connection;

  AnswerTables(Connection connection) {
    this.connection = connection;
  }

  /**
   * Writes the answers of those calls that hold their keys.
   *
   * @return the bookings as they are to be booked: a call that has lost its key is not charged
   */
  List<Booking> store(List<Booking> bookings) throws SQLException {
    if (bookings.stream().allMatch(b -> b.answer() == null)) {
      return bookings;
    }
    Set<StoredAnswer> lost = Collections.newSetFromMap(new IdentityHashMap<>());
    for (StoredAnswer answer : inOneOrder(bookings)) {
      if (answered(answer)) {
        insert(answer);
      } else {
        lost.add(answer);
      }
    }
    return bookings.stream().map(b -> lost.contains(b.answer()) ? b.cut() : b).toList();
  }

  /** So that two nodes can not wait for each other. */
  private static List<StoredAnswer> inOneOrder(List<Booking> bookings) {
    return bookings.stream()
        .map(Booking::answer)
        .filter(Objects::nonNull)
        .sorted(Comparator.comparing(StoredAnswer::keyId).thenComparing(StoredAnswer::part))
        .toList();
  }

  /**
   * Locks the key until the transaction ends, and marks it as answered when this is the last part.
   *
   * @return false when the call does not hold the key any more
   */
  boolean answered(StoredAnswer answer) throws SQLException {
    String state = answer.last() ? "state = 'DONE', " : "";
    try (PreparedStatement statement =
        connection.prepareStatement(
            "update idempotency_key set "
                + state
                + "expires_at = ? where id = ? and call_id = ?")) {
      statement.setObject(1, InstantConverter.utc(answer.expiresAt()));
      statement.setString(2, answer.keyId());
      statement.setString(3, answer.claim());
      return statement.executeUpdate() == 1;
    }
  }

  /** Writes the content. */
  void insert(StoredAnswer answer) throws SQLException {
    LocalDateTime expiresAt = InstantConverter.utc(answer.expiresAt().plus(LONGER_THAN_THE_KEY));
    String content = answer.content();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "insert into idempotency_answer (answer_id, part, chunk, content, expires_at)"
                + " values (?, ?, ?, ?, ?)")) {
      for (int chunk = 0; chunk * CHUNK < content.length(); chunk++) {
        int from = chunk * CHUNK;
        statement.setString(1, answer.answerId());
        statement.setInt(2, answer.part());
        statement.setInt(3, chunk);
        statement.setString(4, content.substring(from, Math.min(from + CHUNK, content.length())));
        statement.setObject(5, expiresAt);
        statement.addBatch();
      }
      statement.executeBatch();
    }
  }
}
