package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The traces of calls in flight, by plain JDBC in an open transaction. */
final class HoldTables {
  /** No call lasts longer; what still stands after that is a trace that nobody ended. */
  private static final Duration LONGEST_CALL = Duration.ofHours(24);

  private final Connection connection;

  HoldTables(Connection connection) {
    this.connection = connection;
  }

  /** Writes traces; one that is there already, because the answer to its commit was lost, stays. */
  void insert(List<InterruptedCall> all, String node, Instant now) throws SQLException {
    Set<String> known =
        new SettlementTables(connection)
            .tracedCalls(all.stream().map(InterruptedCall::callId).toList());
    List<InterruptedCall> calls = all.stream().filter(c -> !known.contains(c.callId())).toList();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into wallet_hold (call_id, account, currency, amount, state, node, created_at,"
                + " expires_at, request_id, api_key, requested_model, operation, streamed,"
                + " public_model, provider, upstream_model, channel)"
                + " values (?, ?, ?, ?, 'PENDING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      for (InterruptedCall call : calls) {
        insert.setString(1, call.callId());
        insert.setString(2, call.account());
        insert.setString(3, call.upperBound().currency());
        insert.setBigDecimal(4, call.upperBound().value());
        insert.setString(5, node);
        insert.setObject(6, InstantConverter.utc(call.startedAt()));
        insert.setObject(7, InstantConverter.utc(now.plus(LONGEST_CALL)));
        insert.setString(8, call.requestId());
        insert.setString(9, call.key());
        insert.setString(10, call.requestedModel());
        insert.setString(11, call.operation());
        insert.setBoolean(12, call.streamed());
        insert.setString(13, call.publicModel());
        insert.setString(14, call.provider());
        insert.setString(15, call.upstreamModel());
        insert.setString(16, call.channel());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  /**
   * @return the calls of a node that have neither been settled nor released
   */
  List<InterruptedCall> pending(String node, int limit) throws SQLException {
    List<InterruptedCall> calls = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "select call_id, request_id, api_key, account, requested_model, operation, streamed,"
                + " public_model, provider, upstream_model, channel, created_at, amount, currency"
                + " from wallet_hold where node = ? and state = 'PENDING'"
                + " order by account, call_id")) {
      select.setMaxRows(limit);
      select.setString(1, node);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          calls.add(call(row));
        }
      }
    }
    return calls;
  }

  private static InterruptedCall call(ResultSet row) throws SQLException {
    return new InterruptedCall(
        row.getString(1),
        known(row.getString(2)),
        known(row.getString(3)),
        row.getString(4),
        known(row.getString(5)),
        known(row.getString(6)),
        row.getBoolean(7),
        1,
        known(row.getString(8)),
        known(row.getString(9)),
        known(row.getString(10)),
        known(row.getString(11)),
        row.getObject(12, LocalDateTime.class).toInstant(ZoneOffset.UTC),
        new Amount(row.getBigDecimal(13), row.getString(14)));
  }

  /** Traces of the first schema did not say so much. */
  private static String known(String text) {
    return text == null ? "unknown" : text;
  }

  void end(List<String> callIds, HoldState state, Instant now) throws SQLException {
    new SettlementTables(connection).endHolds(callIds, state, now);
  }
}
