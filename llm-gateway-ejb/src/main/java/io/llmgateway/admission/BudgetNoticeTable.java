package io.llmgateway.admission;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import javax.sql.DataSource;

/** {@link BudgetNotices} in the database; of two nodes that insert the same row one fails. */
@Stateless
public class BudgetNoticeTable implements BudgetNotices {
  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource database;

  public BudgetNoticeTable() {}

  BudgetNoticeTable(DataSource database) {
    this.database = database;
  }

  @Override
  public boolean first(String budget, Instant periodStart, int percent, Instant now) {
    try (Connection connection = database.getConnection()) {
      if (told(connection, budget, periodStart, percent)) {
        return false;
      }
      try (PreparedStatement insert =
          connection.prepareStatement(
              "insert into budget_notice (subject, period_start, percent, told_at)"
                  + " values (?, ?, ?, ?)")) {
        insert.setString(1, budget);
        insert.setLong(2, periodStart.toEpochMilli());
        insert.setInt(3, percent);
        insert.setLong(4, now.toEpochMilli());
        insert.executeUpdate();
      }
      return true;
    } catch (SQLException e) {
      throw new EJBException("the threshold of a budget could not be written down", e);
    }
  }

  private static boolean told(
      Connection connection, String budget, Instant periodStart, int percent) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select told_at from budget_notice where subject = ? and period_start = ?"
                + " and percent = ?")) {
      select.setString(1, budget);
      select.setLong(2, periodStart.toEpochMilli());
      select.setInt(3, percent);
      try (ResultSet row = select.executeQuery()) {
        return row.next();
      }
    }
  }
}
