package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** The lines of reconciliations, in an open transaction. */
final class ReconciliationLines {
  private static final String COLUMNS =
      "l.line_no, l.usage_day, l.model, l.stated_requests, l.stated_input_tokens,"
          + " l.stated_output_tokens, l.stated_cost, l.attempts, l.input_tokens, l.output_tokens,"
          + " l.recorded_cost, l.interrupted, l.posted, l.resolved, l.opened_at";
  private static final String INSERT =
      "insert into reconciliation_line (reconciliation_id, line_no, usage_day, model,"
          + " stated_requests, stated_input_tokens, stated_output_tokens, stated_cost, attempts,"
          + " input_tokens, output_tokens, recorded_cost, interrupted, posted, resolved, opened_at)"
          + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
  private static final String UPDATE =
      "update reconciliation_line set attempts = ?, input_tokens = ?, output_tokens = ?,"
          + " recorded_cost = ?, interrupted = ?, posted = ?, resolved = ?, opened_at = ?"
          + " where reconciliation_id = ? and line_no = ?";

  private final Rows rows;
  private final Instant now;

  ReconciliationLines(Connection connection, Instant now) {
    this.rows = new Rows(connection);
    this.now = now;
  }

  /** What is wanted of them. */
  record Query(ReconciliationLine.Match match, boolean open, int limit, int after) {
    static final Query ALL = new Query(null, false, 0, 0);
  }

  List<ReconciliationLine> list(String id, String currency, Query query) throws SQLException {
    StringBuilder sql =
        new StringBuilder("select ")
            .append(COLUMNS)
            .append(" from reconciliation_line l where l.reconciliation_id = ? and l.line_no > ?");
    if (query.match() != null) {
      sql.append(" and ").append(condition(query.match()));
    }
    if (query.open()) {
      sql.append(" and l.posted <> l.resolved");
    }
    sql.append(" order by l.line_no");
    return rows.find(
        query.limit(), row -> line(row, 1, currency), sql.toString(), id, query.after());
  }

  private static String condition(ReconciliationLine.Match match) {
    return switch (match) {
      case MATCHED -> "l.stated_cost = l.recorded_cost";
      case DIFFERENCE -> "l.stated_cost <> l.recorded_cost and l.attempts > 0";
      case ONLY_STATED -> "l.stated_cost <> l.recorded_cost and l.attempts = 0";
      case ONLY_RECORDED -> "l.stated_cost is null";
    };
  }

  /**
   * What is in clearing of all reconciliations, in the order of import.
   *
   * @param provider whose, or null for all
   * @param after the id of the last item of the page before, or null
   */
  List<ClearingItem> open(String provider, int limit, String after) throws SQLException {
    List<Object> values = new ArrayList<>();
    StringBuilder sql =
        new StringBuilder("select r.id, r.provider, r.reference, r.currency, ")
            .append(COLUMNS)
            .append(" from reconciliation r join reconciliation_line l")
            .append(" on l.reconciliation_id = r.id")
            .append(" where r.state = 'OPEN' and l.posted <> l.resolved");
    if (provider != null) {
      sql.append(" and r.provider = ?");
      values.add(provider);
    }
    if (after != null) {
      int colon = after.indexOf(':');
      String id = after.substring(0, Math.max(0, colon));
      sql.append(" and (r.id > ? or r.id = ? and l.line_no > ?)");
      values.addAll(List.of(id, id, Integer.parseInt(after.substring(colon + 1))));
    }
    sql.append(" order by r.id, l.line_no");
    return rows.find(
        limit,
        row ->
            new ClearingItem(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                line(row, 5, row.getString(4))),
        sql.toString(),
        values.toArray());
  }

  void insert(String id, List<ReconciliationLine> lines) throws SQLException {
    List<Object[]> all = new ArrayList<>();
    for (ReconciliationLine line : lines) {
      StatedUsage stated = line.stated();
      RecordedUsage recorded = line.recorded();
      all.add(
          new Object[] {
            id,
            line.number(),
            line.slot().day() == null ? null : line.slot().day().toString(),
            line.slot().model(),
            stated == null ? null : stated.requests(),
            stated == null ? null : stated.inputTokens(),
            stated == null ? null : stated.outputTokens(),
            stated == null ? null : stated.cost(),
            recorded.attempts(),
            recorded.inputTokens(),
            recorded.outputTokens(),
            recorded.cost(),
            recorded.interrupted(),
            line.posted(),
            line.resolved(),
            line.openedAt()
          });
    }
    rows.changeAll(INSERT, all);
  }

  void update(String id, List<ReconciliationLine> lines) throws SQLException {
    List<Object[]> all = new ArrayList<>();
    for (ReconciliationLine line : lines) {
      RecordedUsage recorded = line.recorded();
      all.add(
          new Object[] {
            recorded.attempts(),
            recorded.inputTokens(),
            recorded.outputTokens(),
            recorded.cost(),
            recorded.interrupted(),
            line.posted(),
            line.resolved(),
            line.openedAt(),
            id,
            line.number()
          });
    }
    rows.changeAll(UPDATE, all);
  }

  private ReconciliationLine line(ResultSet row, int first, String currency) throws SQLException {
    String day = row.getString(first + 1);
    boolean stated = row.getBigDecimal(first + 6) != null;
    Amount posted = new Amount(row.getBigDecimal(first + 12), currency);
    Amount resolved = new Amount(row.getBigDecimal(first + 13), currency);
    Instant openedAt = Rows.time(row, first + 14);
    return new ReconciliationLine(
        row.getInt(first),
        new UsageSlot(day == null ? null : LocalDate.parse(day), row.getString(first + 2)),
        !stated
            ? null
            : new StatedUsage(
                whole(row, first + 3),
                whole(row, first + 4),
                whole(row, first + 5),
                new Amount(row.getBigDecimal(first + 6), currency)),
        new RecordedUsage(
            row.getLong(first + 7),
            row.getLong(first + 8),
            row.getLong(first + 9),
            new Amount(row.getBigDecimal(first + 10), currency),
            row.getLong(first + 11)),
        posted,
        resolved,
        openedAt,
        posted.equals(resolved) ? null : ReconciliationTables.ageDays(openedAt, now));
  }

  private static Long whole(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
