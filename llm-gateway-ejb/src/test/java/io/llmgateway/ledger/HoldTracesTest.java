package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.chat.Usage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The test's thread stands for the settler's. */
class HoldTracesTest {
  private static final Duration DURABLE_AFTER = Duration.ofSeconds(1);

  private final MovableClock clock = new MovableClock("2026-11-21T12:00:00Z");
  private TestDatabase database;
  private FaultyBooks books;
  private TestLedger team;

  private void open(TestDatabase.Provider provider) {
    database = TestDatabase.empty(provider);
    books = new FaultyBooks(database.books(clock));
    team = new TestLedger(books.books(), clock).apply(TestLedger.ONE_ACCOUNT);
  }

  @ParameterizedTest
  @EnumSource
  void aCallLeavesATraceOnceItIsInFlightForLonger(TestDatabase.Provider provider) {
    open(provider);
    Hold hold = team.hold(10, 0);
    tendAfter(Duration.ofMillis(900));
    assertEquals(List.of(), states());
    tendAfter(Duration.ofMillis(100));
    assertEquals(List.of("PENDING"), states());
    assertEquals(List.of(hold.callId()), database.query("select call_id from wallet_hold"));
    assertEquals(List.of("10.000000000000"), database.query("select amount from wallet_hold"));
  }

  @ParameterizedTest
  @EnumSource
  void aShortCallLeavesNoTrace(TestDatabase.Provider provider) {
    open(provider);
    team.hold(10, 0).release();
    tendAfter(Duration.ofSeconds(5));
    assertEquals(List.of(), states());
  }

  @ParameterizedTest
  @EnumSource
  void theTraceSaysWhatBecameOfTheCall(TestDatabase.Provider provider) throws Exception {
    open(provider);
    Hold settled = team.hold(10, 0);
    Hold released = team.hold(10, 0);
    tendAfter(DURABLE_AFTER);

    released.release();
    tendAfter(Duration.ZERO);
    assertEquals(List.of("PENDING", "VOIDED"), states());

    team.start();
    team.settle(settled, attempt(1, EndState.COMPLETE, Usage.of(10, 0)));
    team.close();
    assertEquals(List.of("POSTED", "VOIDED"), states());
  }

  @ParameterizedTest
  @EnumSource
  void aTraceThatCouldNotBeWrittenIsWrittenLater(TestDatabase.Provider provider) {
    open(provider);
    team.hold(10, 0);
    books.away = true;
    tendAfter(DURABLE_AFTER);
    books.away = false;
    tendAfter(Duration.ofSeconds(10));
    assertEquals(List.of("PENDING"), states());
  }

  @ParameterizedTest
  @EnumSource
  void theTraceOfADeadProcessExpiresAndItsBalanceIsWhole(TestDatabase.Provider provider) {
    open(provider);
    team.hold(10, 0);
    tendAfter(DURABLE_AFTER);

    clock.forward(HoldTraces.LIFE.plusSeconds(1));
    TestLedger next = new TestLedger(database.books(clock), clock).apply(TestLedger.ONE_ACCOUNT);
    next.traces.tend(DURABLE_AFTER);

    assertEquals(List.of("EXPIRED"), states());
    assertEquals(TestLedger.usd("100"), next.wallets.view("team").available());
  }

  @ParameterizedTest
  @EnumSource
  void theTraceOfALivingProcessDoesNotExpire(TestDatabase.Provider provider) {
    open(provider);
    team.hold(10, 0);
    TestLedger other = new TestLedger(database.books(clock), clock).apply(TestLedger.ONE_ACCOUNT);
    for (int i = 0; i < 10; i++) {
      tendAfter(Duration.ofSeconds(20));
      other.traces.tend(DURABLE_AFTER);
    }
    assertEquals(List.of("PENDING"), states());
  }

  private void tendAfter(Duration time) {
    clock.forward(time);
    team.traces.tend(DURABLE_AFTER);
  }

  private List<String> states() {
    return database.query("select state from wallet_hold order by state");
  }
}
