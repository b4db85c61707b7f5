package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;
import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Usage;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An answer is stored by the transaction that charges it, and only by that. */
class StoredAnswersTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Instant EXPIRY = Instant.parse("2036-11-21T12:00:00Z");
  private static final String CONTENT = "eJwDAAAAAAE=".repeat(3_000);

  private TestDatabase database;
  private TestDatabase.Node node;
  private TestLedger team;

  @BeforeEach
  void start() {
    database = TestDatabase.empty(TestDatabase.Provider.ECLIPSELINK);
    node = database.node(CLOCK);
    team = new TestLedger(node, CLOCK).start().apply(TestLedger.ONE_ACCOUNT);
  }

  @AfterEach
  void stop() throws InterruptedException {
    team.close();
  }

  @Test
  void storesTheAnswerOfACallThatHoldsItsKey() {
    Hold hold = team.hold(10, 10);
    claim("key", hold.callId());

    assertEquals(usd("16"), settle(hold, answer("key", hold.callId())).charge());

    assertEquals(List.of("DONE"), database.query("select state from idempotency_key"));
    assertEquals(
        CONTENT,
        String.join(
            "", database.query("select content from idempotency_answer order by part, chunk")));
    assertEquals(usd("84"), team.balance());
  }

  @Test
  void doesNotChargeACallThatHasLostItsKey() {
    Hold hold = team.hold(10, 10);
    claim("key", "another call");

    assertEquals(usd("0"), settle(hold, answer("key", hold.callId())).charge());

    assertEquals(List.of("PENDING"), database.query("select state from idempotency_key"));
    assertEquals(List.of(), database.query("select content from idempotency_answer"));
    assertEquals(usd("100"), team.balance());
    assertEquals(usd("0"), team.posted("revenue"));
    assertEquals(usd("-16"), team.posted("loss:failed-calls"));
    assertEquals(EndState.CUT, team.records().get(0).endState());
    assertEquals(0, team.wallets.view("team").held().signum());
  }

  @Test
  void storesNothingOfASettlementThatTheDatabaseDoesNotTake() {
    Hold hold = team.hold(10, 10);
    claim("key", hold.callId());
    Settlement bad =
        new Settlement(
            hold.callId(),
            hold.callId(),
            "key",
            "team",
            "x".repeat(300),
            "chat",
            true,
            List.of(attempt(1, EndState.COMPLETE, Usage.of(10, 3))),
            answer("key", hold.callId()));

    assertThrows(ChatException.class, () -> team.settlements.settle(hold, bad));

    assertEquals(List.of("PENDING"), database.query("select state from idempotency_key"));
    assertEquals(List.of(), database.query("select content from idempotency_answer"));
    assertEquals(usd("100"), team.balance());
  }

  @Test
  void booksABatchInWhichOneCallHasLostItsKey() {
    List<Booking> batch = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Hold hold = team.hold(1, 1);
      claim("key" + i, i == 2 ? "another call" : hold.callId());
      batch.add(booking(hold, answer("key" + i, hold.callId())));
    }

    List<Receipt> receipts = node.books().post(batch).receipts();

    for (int i = 0; i < 5; i++) {
      assertEquals(usd(i == 2 ? "0" : "3"), receipts.get(i).charge());
    }
    assertEquals(
        List.of("4"), database.query("select count(*) from idempotency_key where state = 'DONE'"));
    assertEquals(
        List.of("4"), database.query("select count(distinct answer_id) from idempotency_answer"));
  }

  @Test
  void keepsTheKeyOpenUntilTheLastPartIsThere() {
    Hold first = team.hold(1, 1);
    Hold second = team.hold(1, 1);
    claim("key", first.callId());

    settle(first, new StoredAnswer("key", first.callId(), "a", 0, false, "x", EXPIRY));
    assertEquals(List.of("PENDING"), database.query("select state from idempotency_key"));
    settle(second, new StoredAnswer("key", first.callId(), "a", 1, true, "y", EXPIRY));

    assertEquals(List.of("DONE"), database.query("select state from idempotency_key"));
    assertEquals(
        List.of("x", "y"), database.query("select content from idempotency_answer order by part"));
  }

  @Test
  void bringsTheAnswerWithASettlementThatIsLeftInTheCallJournal() {
    Hold hold = team.hold(10, 10);
    claim("key", hold.callId());
    StoredAnswer answer = answer("key", hold.callId());
    Booking booking = booking(hold, answer);
    CallLines left = new CallLines();
    left.read(CallLines.settling(hold.callId(), "team", booking.records(), answer));
    left.read(CallLines.settling("other", "team", booking.records(), null));

    assertEquals(answer, left.settlements().get(0).answer());
    assertNull(left.settlements().get(1).answer());
    node.books().postOnce(left.settlements().get(0));
    node.books().postOnce(left.settlements().get(0));

    assertEquals(List.of("DONE"), database.query("select state from idempotency_key"));
    assertEquals(List.of("1"), database.query("select count(*) from usage_record"));
  }

  @Test
  void showsNoAnswerInALog() {
    Settlement settlement =
        new Settlement(
            "call", "r", "key", "team", "m", "chat", true, List.of(), answer("key", "call"));
    assertFalse(settlement.toString().contains(CONTENT), settlement.toString());
    assertTrue(settlement.toString().contains("StoredAnswer"), settlement.toString());
  }

  private Receipt settle(Hold hold, StoredAnswer answer) {
    return team.settlements.settle(hold, settlement(hold, answer));
  }

  private static Settlement settlement(Hold hold, StoredAnswer answer) {
    return new Settlement(
        hold.callId(),
        hold.callId(),
        "key",
        "team",
        "public",
        "chat",
        true,
        List.of(attempt(1, EndState.COMPLETE, Usage.of(10, 3))),
        answer);
  }

  private Booking booking(Hold hold, StoredAnswer answer) {
    AttemptRecord attempt = attempt(1, EndState.COMPLETE, Usage.of(1, 1));
    Charge charge = Charge.of(attempt, List.of(team.quote(TestLedger.MODEL).orElseThrow()), "USD");
    UsageRecord record = new UsageRecord(settlement(hold, answer), charge);
    return new Booking(hold.callId(), "team", List.of(record), charge.charge(), false, answer);
  }

  private static StoredAnswer answer(String key, String callId) {
    return new StoredAnswer(key, callId, "answer of " + key, 0, true, CONTENT, EXPIRY);
  }

  private void claim(String key, String callId) {
    try (Connection connection = database.source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "insert into idempotency_key (id, api_key, request_hash, state, call_id, node, answer_id,"
              + " created_at, expires_at) values ('"
              + key
              + "', 'key', 'hash', 'PENDING', '"
              + callId
              + "', 'node', 'answer of "
              + key
              + "', current_timestamp, current_timestamp)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
