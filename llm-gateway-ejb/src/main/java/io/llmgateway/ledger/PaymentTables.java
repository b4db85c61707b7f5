package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Orders and notifications, in an open transaction. */
final class PaymentTables {
  private static final String SELECT =
      "select id, account, currency, amount, reference, state, principal, created_at, service,"
          + " payment, entry_id, paid_at, refunded from payment_order";

  private final Rows rows;

  PaymentTables(Connection connection) {
    this.rows = new Rows(connection);
  }

  void insert(PaymentOrder order) throws SQLException {
    rows.change(
        "insert into payment_order (id, account, currency, amount, reference, state, principal,"
            + " created_at, refunded) values (?, ?, ?, ?, ?, 'OPEN', ?, ?, ?)",
        order.id(),
        order.account(),
        order.amount().currency(),
        order.amount(),
        order.reference(),
        order.principal(),
        order.createdAt(),
        order.refunded());
  }

  /**
   * @return null when there is no such order
   */
  PaymentOrder find(String id) throws SQLException {
    return rows.first(PaymentTables::order, SELECT + " where id = ?", id);
  }

  PaymentOrder withReference(String reference) throws SQLException {
    return rows.first(PaymentTables::order, SELECT + " where reference = ?", reference);
  }

  /** Locks the order, so that its notifications are taken one after the other. */
  PaymentOrder lock(String id) throws SQLException {
    return rows.first(PaymentTables::order, SELECT + " where id = ? for update", id);
  }

  /**
   * @return the id of the order that a payment was taken for, or null
   */
  String orderOf(String service, String payment) throws SQLException {
    return rows.first(
        row -> row.getString(1),
        "select id from payment_order where payment = ? and service = ?",
        payment,
        service);
  }

  List<PaymentOrder> list(PaymentOrderQuery query) throws SQLException {
    StringBuilder sql = new StringBuilder(SELECT).append(" where id > ?");
    List<Object> values = new ArrayList<>();
    values.add(query.after() == null ? "0" : query.after());
    if (query.account() != null) {
      sql.append(" and account = ?");
      values.add(query.account());
    }
    if (query.paid() != null) {
      sql.append(" and state = ?");
      values.add(query.paid() ? "PAID" : "OPEN");
    }
    sql.append(" order by id");
    return rows.find(query.limit(), PaymentTables::order, sql.toString(), values.toArray());
  }

  void paid(PaymentOrder order, PaymentNotice notice, String entryId, Instant now)
      throws SQLException {
    rows.change(
        "update payment_order set state = 'PAID', service = ?, payment = ?, entry_id = ?,"
            + " paid_at = ? where id = ?",
        notice.service(),
        notice.payment(),
        entryId,
        now,
        order.id());
  }

  void refunded(PaymentOrder order, Amount all) throws SQLException {
    rows.change("update payment_order set refunded = ? where id = ?", all, order.id());
  }

  boolean knows(PaymentNotice notice) throws SQLException {
    return rows.first(
            row -> row.getString(1),
            "select event from payment_event where service = ? and event = ?",
            notice.service(),
            notice.event())
        != null;
  }

  /**
   * @param outcome in a word
   */
  void insert(PaymentNotice notice, PaymentOrder order, String outcome, String entry, Instant now)
      throws SQLException {
    rows.change(
        "insert into payment_event (service, event, order_id, kind, payment, outcome, entry_id,"
            + " received_at) values (?, ?, ?, ?, ?, ?, ?, ?)",
        notice.service(),
        notice.event(),
        order.id(),
        notice.kind().name(),
        notice.payment(),
        outcome,
        entry,
        now);
  }

  private static PaymentOrder order(ResultSet row) throws SQLException {
    return new PaymentOrder(
        row.getString(1),
        row.getString(2),
        Rows.amount(row, 4, 3),
        row.getString(5),
        row.getString(6).equals("PAID"),
        row.getString(7),
        Rows.time(row, 8),
        row.getString(9),
        row.getString(10),
        row.getString(11),
        Rows.time(row, 12),
        Rows.amount(row, 13, 3));
  }
}
