package io.llmgateway.ledger.idempotency;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
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

/**
 * The keys and their answers in the database. Each statement commits by itself: what may happen
 * only once is one conditional statement.
 */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class IdempotencyTable {
  private static final String UNIQUE_VIOLATION = "23";
  private static final int MOST_AT_ONCE = 500;

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource database;

  public IdempotencyTable() {}

  IdempotencyTable(DataSource database) {
    this.database = database;
  }

  /**
   * @param ownerLives whether the node is running whose call holds the key
   */
  public record Found(KeyRow row, boolean ownerLives) {}

  /**
   * @return null when there is no such row
   */
  public Found find(String id) throws SQLException {
    String sql =
        "select k.api_key, k.request_hash, k.state, k.call_id, k.node, k.answer_id, k.created_at,"
            + " k.expires_at, n.state from idempotency_key k"
            + " left join ledger_node n on n.id = k.node where k.id = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? new Found(read(id, row), "LIVE".equals(row.getString(9))) : null;
      }
    }
  }

  private static KeyRow read(String id, ResultSet row) throws SQLException {
    return new KeyRow(
        id,
        row.getString(1),
        row.getString(2),
        KeyRow.State.valueOf(row.getString(3)),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getObject(7, LocalDateTime.class).toInstant(ZoneOffset.UTC),
        row.getObject(8, LocalDateTime.class).toInstant(ZoneOffset.UTC));
  }

  /**
   * @return false when there is such a row already
   */
  public boolean insert(KeyRow row) throws SQLException {
    String sql =
        "insert into idempotency_key (api_key, request_hash, state, call_id, node, answer_id,"
            + " created_at, expires_at, id) values (?, ?, ?, ?, ?, ?, ?, ?, ?)";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, row);
      statement.executeUpdate();
      return true;
    } catch (SQLException e) {
      if (e.getSQLState() != null && e.getSQLState().startsWith(UNIQUE_VIOLATION)) {
        return false;
      }
      throw e;
    }
  }

  /**
   * @return false when the row is not as it was found any more; then nothing has changed
   */
  public boolean replace(KeyRow found, KeyRow by) throws SQLException {
    String sql =
        "update idempotency_key set api_key = ?, request_hash = ?, state = ?, call_id = ?,"
            + " node = ?, answer_id = ?, created_at = ?, expires_at = ?"
            + " where id = ? and call_id = ? and state = ?";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, by);
      statement.setString(10, found.callId());
      statement.setString(11, found.state().name());
      return statement.executeUpdate() == 1;
    }
  }

  private static void bind(PreparedStatement statement, KeyRow row) throws SQLException {
    statement.setString(1, row.apiKey());
    statement.setString(2, row.requestHash());
    statement.setString(3, row.state().name());
    statement.setString(4, row.callId());
    statement.setString(5, row.node());
    statement.setString(6, row.answerId());
    statement.setObject(7, utc(row.createdAt()));
    statement.setObject(8, utc(row.expiresAt()));
    statement.setString(9, row.id());
  }

  /** Lets go of a key: nothing stays of it, unless parts of its answer have been charged. */
  public void release(KeyRow row) throws SQLException {
    String forget =
        "delete from idempotency_key where id = ? and call_id = ? and state = 'PENDING'"
            + " and not exists (select 1 from idempotency_answer a where a.answer_id = ?)";
    String open =
        "update idempotency_key set state = 'OPEN'"
            + " where id = ? and call_id = ? and state = 'PENDING'";
    try (Connection connection = database.getConnection();
        PreparedStatement first = connection.prepareStatement(forget);
        PreparedStatement otherwise = connection.prepareStatement(open)) {
      first.setString(1, row.id());
      first.setString(2, row.callId());
      first.setString(3, row.answerId());
      if (first.executeUpdate() == 0) {
        otherwise.setString(1, row.id());
        otherwise.setString(2, row.callId());
        otherwise.executeUpdate();
      }
    }
  }

  /**
   * @return the content of a part, or null when it has none yet
   */
  public String content(String answerId, int part) throws SQLException {
    String sql =
        "select content from idempotency_answer where answer_id = ? and part = ? order by chunk";
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, answerId);
      statement.setInt(2, part);
      try (ResultSet row = statement.executeQuery()) {
        StringBuilder content = null;
        while (row.next()) {
          content = content == null ? new StringBuilder() : content;
          content.append(row.getString(1));
        }
        return content == null ? null : content.toString();
      }
    }
  }

  /**
   * Deletes some of what has expired.
   *
   * @return how many rows; 0 when nothing is left
   */
  public int deleteExpired(Instant now) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return deleteExpired(connection, "idempotency_key", List.of("id"), now)
          + deleteExpired(
              connection, "idempotency_answer", List.of("answer_id", "part", "chunk"), now);
    }
  }

  private static int deleteExpired(
      Connection connection, String table, List<String> key, Instant now) throws SQLException {
    List<Object[]> rows = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            "select " + String.join(", ", key) + " from " + table + " where expires_at < ?")) {
      statement.setMaxRows(MOST_AT_ONCE);
      statement.setObject(1, utc(now));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          Object[] values = new Object[key.size()];
          for (int i = 0; i < values.length; i++) {
            values[i] = row.getObject(i + 1);
          }
          rows.add(values);
        }
      }
    }
    String one = String.join(" = ? and ", key) + " = ? and expires_at < ?";
    try (PreparedStatement statement =
        connection.prepareStatement("delete from " + table + " where " + one)) {
      for (Object[] values : rows) {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        statement.setObject(values.length + 1, utc(now));
        statement.addBatch();
      }
      if (!rows.isEmpty()) {
        statement.executeBatch();
      }
    }
    return rows.size();
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }
}
