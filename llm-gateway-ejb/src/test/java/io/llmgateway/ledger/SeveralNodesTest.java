package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;
import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Usage;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that share one database; each has its own clock, and they do not agree. */
class SeveralNodesTest {
  private static final Clock SLOW =
      Clock.offset(Clock.systemUTC(), Duration.ofMinutes(90).negated());

  private TestDatabase database;
  private TestLedger one;
  private TestLedger other;

  @BeforeEach
  void open() {
    database = TestDatabase.empty(TestDatabase.Provider.ECLIPSELINK);
    one = node(Clock.systemUTC());
    other = node(SLOW);
  }

  @AfterEach
  void close() throws InterruptedException {
    one.close();
    other.close();
  }

  private TestLedger node(Clock clock) {
    return new TestLedger(database.node(clock), clock).apply(TestLedger.ONE_ACCOUNT).start();
  }

  @Test
  void grantNoMoreThanTheBalanceCoversAndNoLess() throws Exception {
    List<Future<Boolean>> tries = new ArrayList<>();
    ExecutorService callers = Executors.newFixedThreadPool(32);
    for (int i = 0; i < 200; i++) {
      TestLedger node = i % 2 == 0 ? one : other;
      tries.add(callers.submit(() -> granted(node, 10)));
    }
    callers.shutdown();
    int granted = 0;
    for (Future<Boolean> attempt : tries) {
      granted += attempt.get() ? 1 : 0;
    }
    assertEquals(10, granted);
    assertEquals(List.of("100.000000000000"), database.query("select leased from wallet"));
  }

  @Test
  void moneyThatAnotherNodeDoesNotHoldIsGivenBack() {
    Hold small = one.hold(10, 0);
    assertEquals(List.of("25.000000000000"), leaseOf(one), "a share, others may come");
    one.hold(40, 0).release();
    assertEquals(List.of("50.000000000000"), leaseOf(one));

    Hold large = other.hold(85, 0);

    assertEquals(usd("85"), large.amount());
    assertEquals(List.of("10.000000000000"), leaseOf(one));
    one.settle(small, attempt(1, EndState.COMPLETE, Usage.of(10, 0)));
    other.settle(large, attempt(1, EndState.COMPLETE, Usage.of(85, 0)));
    assertEquals(List.of("5.000000000000"), database.query("select balance from wallet"));
  }

  @Test
  void aCallThatCostsMoreThanItsHoldNeverTakesWhatAnotherNodeHolds() {
    Hold theirs = other.hold(90, 0);
    Hold mine = one.hold(10, 0);
    Receipt paid = one.settle(mine, attempt(1, EndState.COMPLETE, Usage.of(30, 0)));
    assertEquals(usd("10"), paid.charge());
    Receipt alsoPaid = other.settle(theirs, attempt(1, EndState.COMPLETE, Usage.of(90, 0)));
    assertEquals(usd("90"), alsoPaid.charge());
    assertEquals(List.of("0.000000000000"), database.query("select balance from wallet"));
  }

  @Test
  void aDeadNodesLeaseReturnsAndItsLateSettlementTakesNobodysMoney() throws Exception {
    Hold lost = one.hold(50, 0);
    String dead = one.self.get().id();

    other.life.recover(dead, Set.of());

    Hold all = other.hold(100, 0);
    Receipt late = one.settle(lost, attempt(1, EndState.COMPLETE, Usage.of(50, 0)));
    assertEquals(usd("0"), late.charge(), "everything is held by the other node");
    assertTrue(!one.self.get().id().equals(dead), "it has registered anew");
    other.settle(all, attempt(1, EndState.COMPLETE, Usage.of(100, 0)));
    assertEquals(List.of("0.000000000000"), database.query("select balance from wallet"));
    assertEquals(usd("50"), other.posted("loss:uncollectible").negate());
  }

  @Test
  void aNodeThatStandsStillIsRecoveredAndOneThatBeatsIsNot() throws Exception {
    one.close();
    one = node(Clock.systemUTC());
    AtomicLong time = new AtomicLong();
    TestLedger silent = new TestLedger(database.node(SLOW), SLOW).apply(TestLedger.ONE_ACCOUNT);
    TestLedger observer = new TestLedger(database.node(SLOW), SLOW).apply(TestLedger.ONE_ACCOUNT);
    observer.life.measureBy(time::get);
    silent.hold(10, 0);
    for (int second = 0; second < 60; second++) {
      Thread.sleep(second % 10 == 0 ? 600 : 0);
      time.addAndGet(Duration.ofSeconds(1).toNanos());
      observer.life.tend();
    }
    assertEquals(
        List.of("DEAD"),
        database.query(
            "select state from ledger_node where id = '" + silent.self.get().id() + "'"));
    assertEquals(
        List.of("LIVE"),
        database.query("select state from ledger_node where id = '" + one.self.get().id() + "'"));
    assertEquals(List.of(), leaseOf(silent));
  }

  @Test
  void aNodeThatStopsLeavesNothingLeased() throws Exception {
    one.hold(10, 0).release();
    one.life.end();
    assertEquals(List.of(), leaseOf(one));
    assertEquals(List.of("0.000000000000"), database.query("select leased from wallet"));
    assertEquals(usd("100"), other.hold(100, 0).amount());
  }

  @Test
  void eachNodeHasItsOwnChainAndTheNextOneGoesOnWithIt() throws Exception {
    one.settle(one.hold(10, 0), attempt(1, EndState.COMPLETE, Usage.of(10, 0)));
    other.settle(other.hold(10, 0), attempt(1, EndState.COMPLETE, Usage.of(10, 0)));
    int chain = one.self.get().chain();
    one.life.end();

    try (TestLedger next = node(SLOW)) {
      assertEquals(chain, next.self.get().chain());
      next.settle(next.hold(10, 0), attempt(1, EndState.COMPLETE, Usage.of(10, 0)));
      String rows = "from journal_entry where chain = " + chain;
      assertEquals(
          database.query("select block " + rows + " order by id"),
          database.query("select block " + rows + " order by block"),
          "ids grow along the chain, whatever the clocks say");
    }
    assertEquals(
        List.of("1", "2"), database.query("select distinct chain from journal_block order by 1"));
  }

  @Test
  void saysInsufficientFundsOnceNobodyHasTheMoney() {
    one.hold(100, 0);
    ChatException refused = assertThrows(ChatException.class, () -> other.hold(1, 0));
    assertEquals(ErrorCode.INSUFFICIENT_FUNDS, refused.code());
  }

  private static boolean granted(TestLedger node, long tokens) {
    try {
      node.hold(tokens, 0);
      return true;
    } catch (ChatException e) {
      assertEquals(ErrorCode.INSUFFICIENT_FUNDS, e.code());
      return false;
    }
  }

  private List<String> leaseOf(TestLedger node) {
    return database.query(
        "select amount from wallet_lease where node = '" + node.self.get().id() + "'");
  }
}
