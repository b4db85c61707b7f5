package io.llmgateway.ledger;

import io.llmgateway.ledger.Reconciliation.State;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reconciliations as a whole, with the sums of their lines, in an open transaction. */
final class ReconciliationTables {
  private static final String SELECT =
      "select id, provider, currency, reference, time_zone, granularity, channel, first_day,"
          + " last_day, content_hash, state, entries, principal, created_at, compared_at"
          + " from reconciliation";

  /** Along the key of the lines; what lies between two of a page and is filtered out is little. */
  private static final String SUMS =
      "select reconciliation_id, coalesce(sum(stated_cost), 0), sum(recorded_cost), sum(posted),"
          + " sum(resolved), count(*),"
          + " sum(case when stated_cost = recorded_cost then 1 else 0 end),"
          + " sum(case when posted <> resolved then 1 else 0 end),"
          + " min(case when posted <> resolved then opened_at else null end)"
          + " from reconciliation_line where reconciliation_id >= ? and reconciliation_id <= ?"
          + " group by reconciliation_id";

  private final Rows rows;
  private final Instant now;

  ReconciliationTables(Connection connection, Instant now) {
    this.rows = new Rows(connection);
    this.now = now;
  }

  /** Makes everybody who imports wait until this transaction has ended. */
  void lockImports() throws SQLException {
    rows.first(
        row -> row.getString(1),
        "select name from ledger_guard where name = 'reconciliations' for update");
  }

  /** Makes everybody who changes it wait until this transaction has ended. */
  void lock(String id) throws SQLException {
    rows.first(
        row -> row.getString(1), "select id from reconciliation where id = ? for update", id);
  }

  /**
   * @return null when there is no such one
   */
  Reconciliation find(String id) throws SQLException {
    return whole(rows.find(ReconciliationTables::head, SELECT + " where id = ?", id));
  }

  /**
   * @return the one that has the reference and is not withdrawn, or null
   */
  Reconciliation withReference(String reference) throws SQLException {
    return whole(
        rows.find(ReconciliationTables::head, SELECT + " where active_reference = ?", reference));
  }

  /**
   * @return one that is about some of the same calls, or null
   */
  Reconciliation overlapping(ProviderInvoice invoice) throws SQLException {
    List<Object> values =
        new ArrayList<>(
            List.of(invoice.provider(), invoice.currency(), invoice.start(), invoice.end()));
    String sql =
        SELECT
            + " where provider = ? and currency = ? and ends_at > ? and starts_at < ?"
            + " and active_reference is not null";
    if (invoice.channel() != null) {
      sql += " and (channel is null or channel = ?)";
      values.add(invoice.channel());
    }
    return whole(rows.find(1, ReconciliationTables::head, sql, values.toArray()));
  }

  List<Reconciliation> list(ReconciliationQuery query) throws SQLException {
    StringBuilder sql = new StringBuilder(SELECT).append(" where id > ?");
    List<Object> values = new ArrayList<>();
    values.add(query.after() == null ? "0" : query.after());
    if (query.provider() != null) {
      sql.append(" and provider = ?");
      values.add(query.provider());
    }
    if (query.reference() != null) {
      sql.append(" and reference = ?");
      values.add(query.reference());
    }
    if (query.state() != null) {
      sql.append(" and state = ?");
      values.add(query.state().name());
    }
    sql.append(" order by id offset 0 rows fetch first ").append(query.limit());
    return summed(
        rows.find(
            ReconciliationTables::head, sql.append(" rows only").toString(), values.toArray()));
  }

  void insert(String id, ProviderInvoice invoice, String principal) throws SQLException {
    rows.change(
        "insert into reconciliation (id, provider, currency, reference, active_reference,"
            + " time_zone, granularity, channel, first_day, last_day, starts_at, ends_at,"
            + " content_hash, state, entries, principal, created_at, compared_at)"
            + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'OPEN', 0, ?, ?, ?)",
        id,
        invoice.provider(),
        invoice.currency(),
        invoice.reference(),
        invoice.reference(),
        invoice.zone().getId(),
        invoice.granularity().name(),
        invoice.channel(),
        invoice.first().toString(),
        invoice.last().toString(),
        invoice.start(),
        invoice.end(),
        invoice.contentHash(),
        principal,
        now,
        now);
  }

  void compared(String id) throws SQLException {
    rows.change("update reconciliation set compared_at = ? where id = ?", now, id);
  }

  /**
   * @return the number of the next entry, from 1
   */
  int nextEntry(String id) throws SQLException {
    rows.change("update reconciliation set entries = entries + 1 where id = ?", id);
    return rows.first(row -> row.getInt(1), "select entries from reconciliation where id = ?", id);
  }

  /** Gives its reference free when it is withdrawn. */
  void state(String id, State state) throws SQLException {
    rows.change(
        "update reconciliation set state = ?"
            + (state == State.WITHDRAWN ? ", active_reference = null" : "")
            + " where id = ?",
        state.name(),
        id);
  }

  private Reconciliation whole(List<Reconciliation> found) throws SQLException {
    return found.isEmpty() ? null : summed(found).get(0);
  }

  private List<Reconciliation> summed(List<Reconciliation> heads) throws SQLException {
    if (heads.isEmpty()) {
      return heads;
    }
    Map<String, String> currencies = new HashMap<>();
    heads.forEach(head -> currencies.put(head.id(), head.currency()));
    Map<String, Reconciliation.Sums> sums = new HashMap<>();
    rows.find(
        row -> {
          String currency = currencies.get(row.getString(1));
          return currency == null ? null : sums.put(row.getString(1), sums(row, currency));
        },
        SUMS,
        heads.get(0).id(),
        heads.get(heads.size() - 1).id());
    return heads.stream().map(head -> with(head, sums.get(head.id()))).toList();
  }

  private Reconciliation.Sums sums(ResultSet row, String currency) throws SQLException {
    Instant openedAt = Rows.time(row, 9);
    return new Reconciliation.Sums(
        new Amount(row.getBigDecimal(2), currency),
        new Amount(row.getBigDecimal(3), currency),
        new Amount(row.getBigDecimal(4), currency),
        new Amount(row.getBigDecimal(5), currency),
        row.getLong(6),
        row.getLong(7),
        row.getLong(8),
        openedAt,
        ageDays(openedAt, now));
  }

  /**
   * @return null for what was never opened
   */
  static Long ageDays(Instant openedAt, Instant now) {
    return openedAt == null ? null : Math.max(0, ChronoUnit.DAYS.between(openedAt, now));
  }

  private static Reconciliation with(Reconciliation head, Reconciliation.Sums sums) {
    return new Reconciliation(
        head.id(),
        head.provider(),
        head.currency(),
        head.reference(),
        head.zone(),
        head.granularity(),
        head.channel(),
        head.first(),
        head.last(),
        head.hash(),
        head.state(),
        head.entries(),
        head.principal(),
        head.createdAt(),
        head.comparedAt(),
        sums);
  }

  private static Reconciliation head(ResultSet row) throws SQLException {
    return new Reconciliation(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        ZoneId.of(row.getString(5)),
        Granularity.valueOf(row.getString(6)),
        row.getString(7),
        LocalDate.parse(row.getString(8)),
        LocalDate.parse(row.getString(9)),
        row.getString(10),
        State.valueOf(row.getString(11)),
        row.getInt(12),
        row.getString(13),
        Rows.time(row, 14),
        Rows.time(row, 15),
        null);
  }
}
