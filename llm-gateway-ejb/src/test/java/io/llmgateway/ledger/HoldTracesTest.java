package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.llmgateway.chat.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Set;
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
    books = new FaultyBooks(database.node(clock));
    team = new TestLedger(books.node(), clock).apply(TestLedger.ONE_ACCOUNT);
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
  void theCallOfADeadProcessIsBookedAsInterruptedAndItsMoneyReturns(
      TestDatabase.Provider provider) {
    open(provider);
    Hold hold = team.hold(10, 0);
    tendAfter(DURABLE_AFTER);

    TestLedger next = new TestLedger(database.node(clock), clock).apply(TestLedger.ONE_ACCOUNT);
    assertEquals(1, next.life.recover(team.self.get().id(), Set.of()));
    assertEquals(0, next.life.recover(team.self.get().id(), Set.of()));

    assertEquals(List.of("EXPIRED"), states());
    UsageView record = next.records().get(0);
    assertEquals(hold.callId(), record.callId());
    assertEquals(EndState.INTERRUPTED, record.endState());
    assertEquals(TestLedger.usd("0"), record.charge());
    assertEquals(
        List.of("10.000000000000"), database.query("select upper_bound from usage_record"));
    assertEquals(TestLedger.usd("100"), next.wallets.view("team").available());
    assertEquals(List.of("0.000000000000"), database.query("select leased from wallet"));
  }

  @ParameterizedTest
  @EnumSource
  void aTraceWhoseCommitWasNotConfirmedIsNotWrittenTwice(TestDatabase.Provider provider) {
    open(provider);
    team.hold(10, 0);
    books.loseNextTraces = true;
    tendAfter(DURABLE_AFTER);
    assertEquals(List.of("PENDING"), states());
    tendAfter(Duration.ofSeconds(10));
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
