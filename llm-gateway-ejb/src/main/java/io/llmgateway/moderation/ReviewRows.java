package io.llmgateway.moderation;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads and writes the rows of cases, in the transaction of its caller. */
final class ReviewRows {
  private static final String COLUMNS =
      "id, call_id, request_id, account, api_key, requested_model, public_model, upstream_model,"
          + " provider, channel, direction, reason, truncated, state, decided_at, decided_by,"
          + " words, created_at";
  private static final String SELECT = "select " + COLUMNS + " from review_case where ";
  private static final String PROMPT = "prompt";
  private static final String ANSWER = "answer";

  private ReviewRows() {}

  static void insert(Connection connection, ReviewCase stopped) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into review_case (id, call_id, request_id, account, api_key, requested_model,"
                + " public_model, upstream_model, provider, channel, direction, reason, truncated,"
                + " state, created_at) values (?"
                + ", ?".repeat(14)
                + ")")) {
      String[] texts = {
        stopped.id(),
        stopped.callId(),
        stopped.requestId(),
        stopped.account(),
        stopped.key(),
        stopped.requestedModel(),
        stopped.model(),
        stopped.upstreamModel(),
        stopped.provider(),
        stopped.channel(),
        stopped.direction(),
        stopped.reason()
      };
      for (int i = 0; i < texts.length; i++) {
        insert.setString(i + 1, ReviewText.clean(texts[i], 200));
      }
      insert.setBoolean(13, stopped.truncated());
      insert.setString(14, word(ReviewView.State.OPEN));
      insert.setObject(15, utc(stopped.createdAt()));
      insert.executeUpdate();
    }
    insert(connection, stopped.id(), PROMPT, stopped.prompt());
    insert(connection, stopped.id(), ANSWER, stopped.answer());
  }

  private static void insert(Connection connection, String id, String part, String text)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into review_text (case_id, part, place, words) values (?, ?, ?, ?)")) {
      int place = 0;
      for (String piece : ReviewText.pieces(text)) {
        insert.setString(1, id);
        insert.setString(2, part);
        insert.setInt(3, place++);
        insert.setString(4, piece);
        insert.addBatch();
      }
      if (place > 0) {
        insert.executeBatch();
      }
    }
  }

  static List<ReviewView> list(Connection connection, ReviewQuery query) throws SQLException {
    StringBuilder sql = new StringBuilder(SELECT).append("1 = 1");
    List<String> values = new ArrayList<>();
    filter(sql, values, "state =", query.state() == null ? null : word(query.state()));
    filter(sql, values, "public_model =", query.model());
    filter(sql, values, "account =", query.account());
    filter(sql, values, "direction =", query.direction());
    filter(sql, values, "call_id =", query.callId());
    filter(sql, values, "id >", query.after());
    return read(connection, sql.append(" order by id").toString(), values, query.limit());
  }

  private static void filter(
      StringBuilder sql, List<String> values, String condition, String value) {
    if (value != null) {
      sql.append(" and ").append(condition).append(" ?");
      values.add(value);
    }
  }

  /**
   * @return the case without its texts, or null
   */
  static ReviewView find(Connection connection, String id) throws SQLException {
    List<ReviewView> found = read(connection, SELECT + "id = ?", List.of(id), 1);
    return found.isEmpty() ? null : found.get(0);
  }

  private static List<ReviewView> read(
      Connection connection, String sql, List<String> values, int most) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.size(); i++) {
        select.setString(i + 1, values.get(i));
      }
      select.setMaxRows(most);
      List<ReviewView> found = new ArrayList<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          found.add(view(row));
        }
      }
      return found;
    }
  }

  private static ReviewView view(ResultSet row) throws SQLException {
    ReviewCase stored =
        new ReviewCase(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            row.getString(7),
            row.getString(8),
            row.getString(9),
            row.getString(10),
            row.getString(11),
            row.getString(12),
            null,
            null,
            row.getBoolean(13),
            instant(row, 18));
    return new ReviewView(
        stored,
        ReviewView.State.valueOf(row.getString(14).toUpperCase(Locale.ROOT)),
        instant(row, 15),
        row.getString(16),
        row.getString(17));
  }

  static ReviewView withTexts(Connection connection, ReviewView view) throws SQLException {
    ReviewCase known = view.stored();
    ReviewCase whole =
        new ReviewCase(
            known.id(),
            known.callId(),
            known.requestId(),
            known.account(),
            known.key(),
            known.requestedModel(),
            known.model(),
            known.upstreamModel(),
            known.provider(),
            known.channel(),
            known.direction(),
            known.reason(),
            text(connection, known.id(), PROMPT),
            text(connection, known.id(), ANSWER),
            known.truncated(),
            known.createdAt());
    return new ReviewView(whole, view.state(), view.decidedAt(), view.decidedBy(), view.comment());
  }

  private static String text(Connection connection, String id, String part) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select words from review_text where case_id = ? and part = ? order by place")) {
      select.setString(1, id);
      select.setString(2, part);
      StringBuilder text = new StringBuilder();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          text.append(row.getString(1));
        }
      }
      return text.toString();
    }
  }

  /**
   * @return 0 when there is no such open case
   */
  static int decide(
      Connection connection,
      String id,
      ReviewView.State state,
      String principal,
      String comment,
      Clock clock)
      throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update review_case set state = ?, decided_at = ?, decided_by = ?, words = ?"
                + " where id = ? and state = ?")) {
      update.setString(1, word(state));
      update.setObject(2, utc(clock.instant()));
      update.setString(3, ReviewText.clean(principal, 200));
      update.setString(4, comment);
      update.setString(5, id);
      update.setString(6, word(ReviewView.State.OPEN));
      return update.executeUpdate();
    }
  }

  static void remove(Connection connection, String id) throws SQLException {
    update(connection, "delete from review_text where case_id = ?", id);
    update(connection, "delete from review_case where id = ?", id);
  }

  static void removeTextsBefore(Connection connection, Instant time) throws SQLException {
    update(
        connection,
        "delete from review_text where case_id in"
            + " (select id from review_case where created_at < ?)",
        utc(time));
  }

  static int removeBefore(Connection connection, Instant time) throws SQLException {
    return update(connection, "delete from review_case where created_at < ?", utc(time));
  }

  private static int update(Connection connection, String sql, Object value) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, value);
      return update.executeUpdate();
    }
  }

  private static String word(ReviewView.State state) {
    return state.name().toLowerCase(Locale.ROOT);
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }
}
