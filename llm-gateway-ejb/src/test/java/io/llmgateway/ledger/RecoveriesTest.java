package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;
import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that are killed: what they had in memory is gone, their files and rows are not. */
class RecoveriesTest {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir private Path data;
  private final TestDatabase database = TestDatabase.empty(TestDatabase.Provider.HIBERNATE);

  @Test
  void callsInFlightAreFoundInterruptedWithTheirUpperBound() throws Exception {
    TestLedger killed = start(database.node(CLOCK));
    Hold hold = killed.hold(10, 20);
    kill(killed);

    TestLedger next = start(database.node(CLOCK));

    UsageView record = next.records().get(0);
    assertEquals(hold.callId(), record.callId());
    assertEquals(EndState.INTERRUPTED, record.endState());
    assertEquals(
        List.of("50.000000000000"), database.query("select upper_bound from usage_record"));
    assertEquals(1, next.recovered.interruptedCalls());
    assertEquals(usd("100"), next.hold(100, 0).amount());
    assertEquals(1, folders(), "only its own journal is left");
  }

  @Test
  void settlementsThatTheDatabaseNeverSawAreBooked() throws Exception {
    FaultyBooks faulty = new FaultyBooks(database.node(CLOCK));
    TestLedger killed =
        start(faulty.node(), Map.of("gateway.settlement.max-wait", "PT0.2S")).start();
    Hold hold = killed.hold(10, 20);
    faulty.away = true;
    assertThrows(
        ChatException.class,
        () -> killed.settle(hold, attempt(1, EndState.COMPLETE, Usage.of(10, 5))));
    kill(killed);

    TestLedger next = start(database.node(CLOCK));

    assertEquals(usd("80"), next.wallets.view("team").balance());
    assertEquals(EndState.COMPLETE, next.records().get(0).endState());
    assertEquals(1, next.recovered.recoveredSettlements());
    assertEquals(0, next.recovered.interruptedCalls());
  }

  @Test
  void aCallThatWasBookedIsNotFoundAgain() throws Exception {
    TestLedger killed = start(database.node(CLOCK)).start();
    killed.settle(killed.hold(10, 0), attempt(1, EndState.COMPLETE, Usage.of(10, 0)));
    kill(killed);

    TestLedger next = start(database.node(CLOCK));

    assertEquals(1, next.records().size());
    assertEquals(usd("90"), next.wallets.view("team").balance());
  }

  @Test
  void aStartThatBreaksOffIsRepeatedWithoutHarm() throws Exception {
    TestLedger killed = start(database.node(CLOCK));
    killed.hold(10, 0);
    kill(killed);
    Path copy = data.resolve("calls/copy");
    copyOnlyFolderTo(copy);
    TestLedger next = start(database.node(CLOCK));
    kill(next);

    TestLedger third = start(database.node(CLOCK));

    assertEquals(1, third.records().size());
    assertFalse(Files.exists(copy));
    assertEquals(List.of("0.000000000000"), database.query("select leased from wallet"));
  }

  private TestLedger start(TestDatabase.Node node) {
    return start(node, Map.of());
  }

  private TestLedger start(TestDatabase.Node node, Map<String, String> more) {
    Map<String, String> settings = new HashMap<>(TestLedger.ONE_ACCOUNT);
    settings.putAll(more);
    return new TestLedger(node, CLOCK, data).apply(settings);
  }

  /** Its files are closed as the operating system closes those of a killed process. */
  private static void kill(TestLedger killed) {
    killed.kill();
  }

  private long folders() throws IOException {
    try (Stream<Path> all = Files.list(data.resolve("calls"))) {
      return all.count();
    }
  }

  private void copyOnlyFolderTo(Path copy) throws IOException {
    Path folder;
    try (Stream<Path> all = Files.list(data.resolve("calls"))) {
      folder = all.findFirst().orElseThrow();
    }
    Files.createDirectory(copy);
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
  }
}
