package io.llmgateway.routing.feedback;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.persistence.PersistenceException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The words of clients in the database. */
@Stateless
public class FeedbackTable {
  private static final String COLUMNS =
      "id, call_id, request_id, account, api_key, public_model, provider, channel, task, score,"
          + " words, created_at, updated_at";

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource database;

  public FeedbackTable() {}

  /** Without a container: each call is a transaction of its own. */
  FeedbackTable(DataSource database) {
    this.database = database;
  }

  private interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  private interface Reader<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Changes score and words of what was said of the call before, or adds it. */
  public void put(Feedback said) {
    on(
        connection -> {
          if (update(connection, said) == 0) {
            insert(connection, said);
          }
          return null;
        });
  }

  private static int update(Connection connection, Feedback said) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "update feedback set score = ?, words = ?, updated_at = ? where call_id = ?")) {
      update.setBigDecimal(1, said.score());
      update.setString(2, said.comment());
      update.setObject(3, utc(said.updatedAt()));
      update.setString(4, said.callId());
      return update.executeUpdate();
    }
  }

  private static void insert(Connection connection, Feedback said) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into feedback (" + COLUMNS + ") values (?" + ", ?".repeat(12) + ")")) {
      String[] texts = {
        said.id(),
        said.callId(),
        said.requestId(),
        said.account(),
        said.key(),
        said.model(),
        said.provider(),
        said.channel(),
        said.task()
      };
      for (int i = 0; i < texts.length; i++) {
        insert.setString(i + 1, texts[i]);
      }
      insert.setBigDecimal(10, said.score());
      insert.setString(11, said.comment());
      insert.setObject(12, utc(said.createdAt()));
      insert.setObject(13, utc(said.updatedAt()));
      insert.executeUpdate();
    }
  }

  public List<Feedback> list(FeedbackQuery query) {
    StringBuilder sql = new StringBuilder("select " + COLUMNS + " from feedback where 1 = 1");
    List<Object> values = new ArrayList<>();
    filter(sql, values, "request_id =", query.requestId());
    filter(sql, values, "account =", query.account());
    filter(sql, values, "public_model =", query.model());
    filter(sql, values, "task =", query.task());
    filter(sql, values, "id >", query.after());
    return rows(sql + " order by id", values, query.limit(), FeedbackTable::read);
  }

  /**
   * @return what was said of a call, or null
   */
  public Feedback ofCall(String callId) {
    String sql = "select " + COLUMNS + " from feedback where call_id = ?";
    List<Feedback> found = rows(sql, List.of(callId), 1, FeedbackTable::read);
    return found.isEmpty() ? null : found.get(0);
  }

  /**
   * @param account null for all
   * @return by model and task, in alphabetical order
   */
  public List<FeedbackSum> sums(String account, int most) {
    StringBuilder sql =
        new StringBuilder(
            "select public_model, task, count(*), sum(score),"
                + " sum(case when score > 0 then 1 else 0 end),"
                + " sum(case when score < 0 then 1 else 0 end) from feedback where 1 = 1");
    List<Object> values = new ArrayList<>();
    filter(sql, values, "account =", account);
    sql.append(" group by public_model, task order by public_model, task");
    return rows(sql.toString(), values, most, FeedbackTable::sum);
  }

  /**
   * @return what was said since then, the newest first
   */
  public List<FeedbackScores.Voice> voices(Instant since, int most) {
    return rows(
        "select public_model, task, score, updated_at from feedback where updated_at >= ?"
            + " order by updated_at desc",
        List.of(utc(since)),
        most,
        row ->
            new FeedbackScores.Voice(
                row.getString(1), row.getString(2), row.getDouble(3), instant(row, 4)));
  }

  private static FeedbackSum sum(ResultSet row) throws SQLException {
    long count = row.getLong(3);
    BigDecimal average =
        row.getBigDecimal(4).divide(BigDecimal.valueOf(count), 4, RoundingMode.HALF_EVEN);
    return new FeedbackSum(
        row.getString(1), row.getString(2), count, average, row.getLong(5), row.getLong(6));
  }

  private static Feedback read(ResultSet row) throws SQLException {
    return new Feedback(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getString(9),
        row.getBigDecimal(10),
        row.getString(11),
        instant(row, 12),
        instant(row, 13));
  }

  private static void filter(
      StringBuilder sql, List<Object> values, String condition, String value) {
    if (value != null) {
      sql.append(" and ").append(condition).append(" ?");
      values.add(value);
    }
  }

  private <T> List<T> rows(String sql, List<Object> values, int most, Reader<T> reader) {
    return on(
        connection -> {
          try (PreparedStatement select = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.size(); i++) {
              select.setObject(i + 1, values.get(i));
            }
            select.setMaxRows(most);
            List<T> found = new ArrayList<>();
            try (ResultSet row = select.executeQuery()) {
              while (row.next()) {
                found.add(reader.read(row));
              }
            }
            return found;
          }
        });
  }

  private <T> T on(Work<T> work) {
    try (Connection connection = database.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, LocalDateTime.class).toInstant(ZoneOffset.UTC);
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }
}
