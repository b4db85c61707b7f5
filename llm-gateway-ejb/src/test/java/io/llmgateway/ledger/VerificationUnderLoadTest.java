package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Usage;
import java.sql.Connection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A ledger that is being written to by two nodes gives no false alarm. */
class VerificationUnderLoadTest {
  private static final int MOST_ROUNDS = 10_000;
  private static final int ROUNDS = 12;
  private static final int WRITERS = 4;

  @ParameterizedTest
  @EnumSource
  void findsNothingWhileSettlementsAndTopUpsGoOn(TestDatabase.Provider provider) throws Exception {
    TestDatabase database = TestDatabase.empty(provider);
    Clock clock = Clock.systemUTC();
    AtomicBoolean going = new AtomicBoolean(true);
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    List<Future<?>> writers = new ArrayList<>();
    List<Long> entries = new ArrayList<>();
    try (TestLedger one = new TestLedger(database.node(clock), clock).start();
        TestLedger two = new TestLedger(database.node(clock), clock).start()) {
      one.apply(TestLedger.ONE_ACCOUNT);
      two.apply(TestLedger.ONE_ACCOUNT);
      for (int i = 0; i < WRITERS; i++) {
        TestLedger node = i % 2 == 0 ? one : two;
        writers.add(threads.submit(() -> write(node, going)));
      }
      while (entries.size() < ROUNDS || !grown(entries)) {
        List<Finding> found = new ArrayList<>();
        try (Connection connection = database.source.getConnection()) {
          entries.add(
              new LedgerVerification(connection, 100, found::add, clock)
                  .run(List.of())
                  .rows()
                  .get("journal_entry"));
        }
        assertEquals(List.of(), found);
      }
      going.set(false);
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      going.set(false);
      threads.shutdown();
    }
  }

  /** Whether enough was written meanwhile, and more looks would show nothing else. */
  private static boolean grown(List<Long> entries) {
    assertTrue(entries.size() < MOST_ROUNDS, () -> "nobody writes: " + entries);
    return entries.get(entries.size() - 1) > entries.get(0) + 10;
  }

  private static void write(TestLedger node, AtomicBoolean going) {
    while (going.get()) {
      node.topUp("team", TestLedger.usd("8"), UUID.randomUUID().toString());
      node.settle(
          node.hold(1, 2), TestLedger.attempt(1, EndState.COMPLETE, new Usage(1, 2, 0, 0, 0)));
    }
  }
}
