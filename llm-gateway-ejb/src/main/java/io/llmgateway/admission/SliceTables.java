package io.llmgateway.admission;

import jakarta.annotation.Resource;
import jakarta.ejb.EJBException;
import jakarta.ejb.Stateless;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * {@link Slices} in the database, by plain JDBC in standard SQL. A limit's row is locked while its
 * permits change hands; rows are locked in the order of subjects, so that no two nodes wait for
 * each other.
 */
@Stateless
public class SliceTables implements Slices {
  /** A node that has said nothing for so long has lost what it had. */
  static final long LAPSE_MILLIS = Duration.ofSeconds(60).toMillis();

  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  @Resource(lookup = "java:comp/DefaultDataSource")
  private DataSource database;

  public SliceTables() {}

  SliceTables(DataSource database) {
    this.database = database;
  }

  private record Bucket(long available, long refilledAt, long wantedAt) {}

  @Override
  public List<Grant> exchange(String node, List<Order> orders, long now) {
    List<Grant> grants = new ArrayList<>(orders.size());
    try (Connection connection = database.getConnection()) {
      for (Order order : orders.stream().sorted(Comparator.comparing(Order::subject)).toList()) {
        grants.add(exchange(connection, node, order, now));
      }
    } catch (SQLException e) {
      throw new EJBException("the limits that are shared can not be reached", e);
    }
    return grants;
  }

  private static Grant exchange(Connection connection, String node, Order order, long now)
      throws SQLException {
    Bucket bucket = locked(connection, order, now);
    long others = othersHold(connection, order.subject(), node, now);
    long room = Math.max(0, order.limit() - others - order.keeps());
    long refilledAt = now;
    long available = room;
    if (order.refilled()) {
      long elapsed = Math.max(0, now - bucket.refilledAt());
      long gained = Math.min(order.limit(), elapsed * order.limit() / MINUTE);
      refilledAt =
          elapsed >= MINUTE || now < bucket.refilledAt()
              ? now
              : bucket.refilledAt() + gained * MINUTE / order.limit();
      available = Math.min(room, bucket.available() + order.back() - order.debt() + gained);
    }
    long granted = Math.max(0, Math.min(order.wants(), available));
    long left = available - granted;
    update(
        connection,
        "update limit_bucket set available = ?, refilled_at = ? where subject = ?",
        left,
        refilledAt,
        order.subject());
    if (granted < order.needs() && others > 0) {
      update(
          connection,
          "update limit_bucket set wanted_at = ? where subject = ?",
          Math.max(now, bucket.wantedAt() + 1),
          order.subject());
    }
    hold(connection, order.subject(), node, order.keeps() + granted, now);
    return new Grant(order.subject(), granted, left, others);
  }

  private static Bucket locked(Connection connection, Order order, long now) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select available, refilled_at, wanted_at from limit_bucket where subject = ?"
                + " for update")) {
      select.setString(1, order.subject());
      try (ResultSet row = select.executeQuery()) {
        if (row.next()) {
          return new Bucket(row.getLong(1), row.getLong(2), row.getLong(3));
        }
      }
    }
    update(
        connection,
        "insert into limit_bucket (subject, available, refilled_at, wanted_at) values (?, ?, ?, 0)",
        order.subject(),
        order.limit(),
        now);
    return new Bucket(order.limit(), now, 0);
  }

  private static long othersHold(Connection connection, String subject, String node, long now)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select sum(held) from limit_slice where subject = ? and node <> ?"
                + " and renewed_at > ?")) {
      select.setString(1, subject);
      select.setString(2, node);
      select.setLong(3, now - LAPSE_MILLIS);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  private static void hold(Connection connection, String subject, String node, long held, long now)
      throws SQLException {
    int known =
        update(
            connection,
            "update limit_slice set held = ?, renewed_at = ? where subject = ? and node = ?",
            held,
            now,
            subject,
            node);
    if (known == 0 && held > 0) {
      update(
          connection,
          "insert into limit_slice (held, renewed_at, subject, node) values (?, ?, ?, ?)",
          held,
          now,
          subject,
          node);
      update(
          connection,
          "delete from limit_slice where subject = ? and renewed_at < ?",
          subject,
          now - 2 * LAPSE_MILLIS);
    }
  }

  @Override
  public Map<String, Long> wanted(long since) {
    Map<String, Long> wanted = new HashMap<>();
    try (Connection connection = database.getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "select subject, wanted_at from limit_bucket where wanted_at > ?")) {
      select.setLong(1, since);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          wanted.put(row.getString(1), row.getLong(2));
        }
      }
    } catch (SQLException e) {
      throw new EJBException("the limits that are shared can not be reached", e);
    }
    return wanted;
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }
}
