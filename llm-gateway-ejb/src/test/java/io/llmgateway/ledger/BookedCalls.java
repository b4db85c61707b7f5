package io.llmgateway.ledger;

import io.llmgateway.chat.Usage;
import io.llmgateway.chat.Uuid7;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** One account, "team", with calls that are booked at the time of a clock. */
final class BookedCalls {
  final TestDatabase database;
  final TestLedger team;
  final GrowingIds ids = new GrowingIds();
  private final TestDatabase.Node node;
  private final MovableClock clock;

  BookedCalls(TestDatabase.Provider provider, MovableClock clock) {
    this.clock = clock;
    database = TestDatabase.empty(provider);
    node = database.node(clock);
    team = new TestLedger(node, clock).apply(TestLedger.ONE_ACCOUNT);
  }

  /** For 1 USD each input token, which the provider asks for too. */
  String book(String key, EndState end, long tokens) {
    return book(key, TestLedger.attempt(1, end, Usage.of(tokens, 0)));
  }

  String book(String key, AttemptRecord... attempts) {
    String callId = Uuid7.next(clock.millis());
    Settlement call =
        new Settlement(callId, callId, key, "team", "public", "chat", false, List.of(attempts));
    List<UsageRecord> records =
        List.of(attempts).stream()
            .map(a -> new UsageRecord(call, Charge.of(a, List.of(quote(a)), "USD")))
            .toList();
    node.books()
        .post(List.of(new Booking(callId, "team", records, TestLedger.usd("0"), false, null)));
    return callId;
  }

  private Quote quote(AttemptRecord attempt) {
    return team.quote(
            new PricedModel(attempt.publicModel(), attempt.provider(), attempt.upstreamModel()))
        .orElseThrow();
  }

  Node self() {
    return node.self().get();
  }

  /** Something in a transaction. */
  interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  <T> T commit(Work<T> work) {
    try (Connection connection = database.source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
