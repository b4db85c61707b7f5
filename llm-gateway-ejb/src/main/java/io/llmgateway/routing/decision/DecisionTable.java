package io.llmgateway.routing.decision;

import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.persistence.PersistenceException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/** The decisions in the database. */
@Stateless
public class DecisionTable {
  private static final String COLUMNS =
      "call_id, request_id, account, requested_model, virtual_model, task, split_model,"
          + " first_model, first_channel, explanation, created_at";
  private static final String INSERT =
      "insert into routing_decision (" + COLUMNS + ") values (?" + ", ?".repeat(10) + ")";

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource database;

  public DecisionTable() {}

  /** Without a container: each call is a transaction of its own. */
  DecisionTable(DataSource database) {
    this.database = database;
  }

  /** All of them or none. */
  public void insert(List<DecisionRow> rows) {
    try (Connection connection = database.getConnection();
        PreparedStatement insert = connection.prepareStatement(INSERT)) {
      for (DecisionRow row : rows) {
        String[] texts = {
          row.callId(),
          row.requestId(),
          row.account(),
          row.requestedModel(),
          row.virtualModel(),
          row.task(),
          row.splitModel(),
          row.firstModel(),
          row.firstChannel(),
          row.explanation()
        };
        for (int i = 0; i < texts.length; i++) {
          insert.setString(i + 1, texts[i]);
        }
        insert.setObject(texts.length + 1, utc(row.createdAt()));
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  /**
   * @param callIds at least one
   */
  public Map<String, DecisionRow> find(Collection<String> callIds) {
    String sql =
        "select "
            + COLUMNS
            + " from routing_decision where call_id in (?"
            + ", ?".repeat(callIds.size() - 1)
            + ")";
    try (Connection connection = database.getConnection();
        PreparedStatement select = connection.prepareStatement(sql)) {
      int place = 1;
      for (String id : callIds) {
        select.setString(place++, id);
      }
      Map<String, DecisionRow> found = new HashMap<>();
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          DecisionRow decision = read(row);
          found.put(decision.callId(), decision);
        }
      }
      return found;
    } catch (SQLException e) {
      throw new PersistenceException(e);
    }
  }

  private static DecisionRow read(ResultSet row) throws SQLException {
    return new DecisionRow(
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
        row.getObject(11, LocalDateTime.class).toInstant(ZoneOffset.UTC));
  }

  private static LocalDateTime utc(Instant time) {
    return LocalDateTime.ofInstant(time.truncatedTo(ChronoUnit.MICROS), ZoneOffset.UTC);
  }
}
