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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettlementsTest {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final String TOO_LONG_FOR_ITS_COLUMN = "x".repeat(300);

  @ParameterizedTest
  @EnumSource
  void chargesTheUsageAndReturnsTheRestOfTheHold(TestDatabase.Provider provider) throws Exception {
    try (TestLedger team = team(books(provider))) {
      Hold hold = team.hold(10, 10);
      assertEquals(usd("30"), hold.amount());
      assertEquals(new WalletView(usd("100"), usd("30"), usd("70")), team.wallets.view("team"));

      Receipt receipt = team.settle(hold, attempt(1, EndState.COMPLETE, Usage.of(10, 3)));

      assertEquals(usd("16"), receipt.charge());
      assertEquals(new WalletView(usd("84"), usd("0"), usd("84")), team.wallets.view("team"));
      assertEquals(usd("16"), record(team, hold).charge());
      assertEquals(usd("84"), team.posted("wallet:team"));
      assertEquals(usd("16"), team.posted("revenue"));
      assertEquals(usd("-16"), team.posted("expense:provider-cost:vendor"));
      assertEquals(usd("16"), team.posted("provider-payable:vendor"));
      assertEquals(usd("-100"), team.posted("equity:opening"));
    }
  }

  @ParameterizedTest
  @EnumSource(names = "CACHED", mode = EnumSource.Mode.EXCLUDE)
  void chargesExactlyTheEndStatesWhoseRuleSaysSo(EndState end) throws Exception {
    try (TestLedger team = team(books(TestDatabase.Provider.ECLIPSELINK))) {
      Hold hold = team.hold(10, 10);

      Receipt receipt = team.settle(hold, attempt(1, end, Usage.of(10, 3)));

      assertEquals(usd(end.charged() ? "16" : "0"), receipt.charge());
      assertEquals(usd(end.charged() ? "84" : "100"), team.balance());
      assertEquals(usd(end.charged() ? "16" : "0"), team.posted("revenue"));
      assertEquals(usd(end.charged() ? "0" : "-16"), team.posted("loss:failed-calls"));
      assertEquals(usd("16"), team.posted("provider-payable:vendor"));
      assertEquals(end, record(team, hold).endState());
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsOneRecordPerAttemptAndOneChargePerCall(TestDatabase.Provider provider)
      throws Exception {
    try (TestLedger team = team(books(provider))) {
      Hold hold = team.hold(10, 10);

      team.settle(
          hold,
          attempt(1, EndState.FAILED_BEFORE_OUTPUT, Usage.NONE),
          attempt(2, EndState.CUT, Usage.of(10, 1)),
          attempt(3, EndState.COMPLETE, Usage.of(10, 2)));

      List<UsageView> records = team.records();
      assertEquals(List.of(1, 2, 3), records.stream().map(UsageView::attempt).toList());
      assertEquals(1, records.stream().map(UsageView::entryId).distinct().count());
      assertEquals(usd("86"), team.balance());
      assertEquals(usd("-12"), team.posted("loss:failed-calls"));
      assertEquals(usd("26"), team.posted("provider-payable:vendor"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void booksWhatNoMoneyIsLeftForAsALossAndNeverGoesBelowZero(TestDatabase.Provider provider)
      throws Exception {
    try (TestLedger team = team(books(provider))) {
      Hold other = team.hold(80, 0);
      Hold hold = team.hold(10, 0);

      Receipt receipt = team.settle(hold, attempt(1, EndState.COMPLETE, Usage.of(10, 20)));

      assertEquals(usd("20"), receipt.charge());
      assertEquals(new WalletView(usd("80"), usd("80"), usd("0")), team.wallets.view("team"));
      assertEquals(usd("50"), record(team, hold).charge());
      assertEquals(usd("30"), record(team, hold).uncollected());
      assertEquals(usd("-30"), team.posted("loss:uncollectible"));
      assertEquals(usd("50"), team.posted("revenue"));
      team.settle(other, attempt(1, EndState.COMPLETE, Usage.of(80, 0)));
      assertEquals(usd("0"), team.balance());
    }
  }

  @ParameterizedTest
  @EnumSource
  void settlesTheSameCallOnceHoweverOftenAndAtOnceItIsAsked(TestDatabase.Provider provider)
      throws Exception {
    try (TestLedger team = team(books(provider))) {
      Hold hold = team.hold(10, 10);
      AttemptRecord attempt = attempt(1, EndState.COMPLETE, Usage.of(10, 3));
      ExecutorService threads = Executors.newFixedThreadPool(8);
      List<Future<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 32; i++) {
        receipts.add(threads.submit(() -> team.settle(hold, attempt)));
      }
      for (Future<Receipt> receipt : receipts) {
        assertEquals(usd("16"), receipt.get().charge());
      }
      threads.shutdown();
      assertEquals(new WalletView(usd("84"), usd("0"), usd("84")), team.wallets.view("team"));
      assertEquals(1, team.records().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void booksOnceWhenTheConnectionBreaksAfterTheCommit(TestDatabase.Provider provider)
      throws Exception {
    FaultyBooks faulty = new FaultyBooks(books(provider));
    try (TestLedger team = team(faulty.node())) {
      Hold hold = team.hold(10, 10);
      faulty.loseNextAnswer = true;

      Receipt receipt = team.settle(hold, attempt(1, EndState.COMPLETE, Usage.of(10, 3)));

      assertEquals(usd("16"), receipt.charge());
      assertEquals(usd("84"), team.posted("wallet:team"));
      assertEquals(new WalletView(usd("84"), usd("0"), usd("84")), team.wallets.view("team"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSettlementThatTheDatabaseRefusesFailsAlone(TestDatabase.Provider provider)
      throws Exception {
    FaultyBooks faulty = new FaultyBooks(books(provider));
    try (TestLedger team = team(faulty.node())) {
      faulty.batches.drainPermits();
      ExecutorService threads = Executors.newFixedThreadPool(5);
      List<Future<Receipt>> good = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        Hold hold = team.hold(1, 1);
        good.add(
            threads.submit(() -> team.settle(hold, attempt(1, EndState.COMPLETE, Usage.of(1, 0)))));
      }
      Hold poisoned = team.hold(1, 1);
      Future<Receipt> bad =
          threads.submit(
              () ->
                  team.settlements.settle(
                      poisoned,
                      new Settlement(
                          poisoned.callId(),
                          "request",
                          TOO_LONG_FOR_ITS_COLUMN,
                          "team",
                          "public",
                          "chat",
                          false,
                          List.of(attempt(1, EndState.COMPLETE, Usage.of(1, 0))))));
      faulty.batches.release(1_000);
      for (Future<Receipt> receipt : good) {
        assertEquals(usd("1"), receipt.get().charge());
      }
      assertEquals(ErrorCode.INTERNAL_ERROR, codeOf(bad));
      threads.shutdown();
      assertEquals(1, team.meter.refusedSettlements());
      assertEquals(new WalletView(usd("96"), usd("0"), usd("96")), team.wallets.view("team"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheSettlementWhileTheDatabaseIsAwayAndRefusesNewCalls(TestDatabase.Provider provider)
      throws Exception {
    FaultyBooks faulty = new FaultyBooks(books(provider));
    try (TestLedger team = team(faulty.node(), "gateway.settlement.max-wait", "PT0.3S")) {
      Hold hold = team.hold(10, 10);
      AttemptRecord attempt = attempt(1, EndState.COMPLETE, Usage.of(10, 3));
      faulty.away = true;

      ChatException late = assertThrows(ChatException.class, () -> team.settle(hold, attempt));
      assertEquals(ErrorCode.OVERLOADED, late.code());
      ChatException.Final refused = assertThrows(ChatException.Final.class, () -> team.hold(1, 1));
      assertEquals(ErrorCode.OVERLOADED, refused.code());
      assertTrue(refused.retryAfter().toSeconds() > 0);
      assertEquals(usd("30"), team.wallets.view("team").held());

      faulty.away = false;
      team.close();

      assertEquals(new WalletView(usd("84"), usd("0"), usd("84")), team.wallets.view("team"));
      assertEquals(usd("84"), team.posted("wallet:team"));
      team.hold(1, 1).release();
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesNewCallsWhenTooManySettlementsWait(TestDatabase.Provider provider) throws Exception {
    FaultyBooks faulty = new FaultyBooks(books(provider));
    faulty.batches.drainPermits();
    Map<String, String> settings =
        Map.of("gateway.settlement.max-queue", "1", "gateway.settlement.max-batch", "1");
    try (TestLedger team = team(faulty.node(), settings)) {
      ExecutorService threads = Executors.newCachedThreadPool();
      List<Hold> holds = List.of(team.hold(1, 0), team.hold(1, 0), team.hold(1, 0));
      List<Future<Receipt>> receipts = new ArrayList<>();
      for (Hold hold : holds) {
        AttemptRecord attempt = attempt(1, EndState.COMPLETE, Usage.of(1, 0));
        receipts.add(threads.submit(() -> team.settle(hold, attempt)));
      }
      while (team.settlements.waiting() < 2 || !faulty.batches.hasQueuedThreads()) {
        Thread.onSpinWait();
      }
      try {
        ChatException refused = assertThrows(ChatException.class, () -> team.hold(1, 0));
        assertEquals(ErrorCode.OVERLOADED, refused.code());
      } finally {
        faulty.batches.release(1_000);
      }
      for (Future<Receipt> receipt : receipts) {
        assertEquals(usd("1"), receipt.get().charge());
      }
      threads.shutdown();
    }
  }

  @ParameterizedTest
  @EnumSource
  void conservesMoneyUnderConcurrentSettlements(TestDatabase.Provider provider) throws Exception {
    Map<String, String> cheap = new HashMap<>();
    cheap.put("gateway.model.public.price.input", "0.27");
    cheap.put("gateway.model.public.price.output", "1.1");
    try (TestLedger team = team(books(provider), cheap)) {
      ExecutorService threads = Executors.newFixedThreadPool(16);
      List<Future<Receipt>> receipts = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        Usage usage = new Usage(1_000 + i, 7L * i, i, 0, i);
        EndState end = EndState.values()[i % EndState.values().length];
        receipts.add(
            threads.submit(() -> team.settle(team.hold(2_000, 4_000), attempt(1, end, usage))));
      }
      Amount paid = usd("0");
      for (Future<Receipt> receipt : receipts) {
        paid = paid.plus(receipt.get().charge());
      }
      threads.shutdown();

      assertTrue(paid.signum() > 0);
      assertEquals(usd("100").minus(paid), team.balance());
      assertEquals(usd("0"), team.wallets.view("team").held());
      assertEquals(team.balance(), team.posted("wallet:team"));
      assertEquals(paid, team.posted("revenue"));
      assertEquals(
          usd("0"),
          team.ledger.trialBalance().values().stream()
              .map(sums -> sums.get("USD"))
              .reduce(usd("0"), Amount::plus));
      assertEquals(500, team.records().size());
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesASettlementOfAnotherCallOrOfAModelWithoutPrice(TestDatabase.Provider provider)
      throws Exception {
    try (TestLedger team = team(books(provider))) {
      Hold hold = team.hold(1, 1);
      AttemptRecord attempt = attempt(1, EndState.COMPLETE, Usage.of(1, 1));
      assertThrows(
          IllegalArgumentException.class,
          () -> team.settlements.settle(hold, TestLedger.settlement("another", attempt)));
      AttemptRecord elsewhere =
          new AttemptRecord(
              1,
              "public",
              "vendor",
              "unheard of",
              "channel",
              attempt.outcome(),
              attempt.endState(),
              attempt.usage(),
              attempt.usageSource(),
              attempt.startedAt(),
              attempt.firstToken(),
              attempt.duration(),
              0);
      assertThrows(IllegalArgumentException.class, () -> team.settle(hold, elsewhere));
      hold.release();
      assertEquals(new WalletView(usd("100"), usd("0"), usd("100")), team.wallets.view("team"));
    }
  }

  private static ErrorCode codeOf(Future<Receipt> failed) throws InterruptedException {
    ExecutionException e = assertThrows(ExecutionException.class, failed::get);
    return ((ChatException) e.getCause()).code();
  }

  private static UsageView record(TestLedger team, Hold hold) {
    return team.records().stream()
        .filter(r -> r.callId().equals(hold.callId()))
        .findFirst()
        .orElseThrow();
  }

  private static TestDatabase.Node books(TestDatabase.Provider provider) {
    return TestDatabase.empty(provider).node(CLOCK);
  }

  private static TestLedger team(TestDatabase.Node books, String... setting) {
    return team(books, setting.length == 0 ? Map.of() : Map.of(setting[0], setting[1]));
  }

  private static TestLedger team(TestDatabase.Node books, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(TestLedger.ONE_ACCOUNT);
    all.putAll(settings);
    return new TestLedger(books, CLOCK).apply(all).start();
  }
}
