package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Usage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CallJournalTest {
  private static final Instant STARTED = Instant.parse("2026-11-21T12:00:00.123456Z");

  @TempDir private Path parent;

  @Test
  void givesBackWhatWasBegunAndNotBooked() throws IOException {
    CallFolder folder = CallFolder.create(parent, "n1");
    CallFiles files = new CallFiles(folder);
    files.append("a", CallLines.begun(call("a", 1)));
    files.append("b", CallLines.begun(call("b", 1)));
    files.append("b", CallLines.begun(call("b", 2)));
    files.append("c", CallLines.begun(call("c", 1)));
    UsageRecord record = record("c");
    files.append("c", CallLines.settling("c", "team", List.of(record), null));
    files.append("d", CallLines.begun(call("d", 1)));
    files.end(List.of("a"));
    folder.close();

    CallFolder found = CallFolder.abandoned(parent).get(0);
    CallLines left = found.read();

    assertEquals("n1", found.node());
    assertEquals(
        List.of(List.of(call("b", 1), call("b", 2)), List.of(call("d", 1))), left.interrupted());
    Booking settlement = left.settlements().get(0);
    assertEquals("c", settlement.callId());
    assertEquals("team", settlement.account());
    assertEquals(record.canonical(), settlement.records().get(0).canonical());
  }

  @Test
  void leavesOutALastLineThatWasNotFinished() throws IOException {
    CallLines whole = new CallLines();
    whole.read(CallLines.begun(call("a", 1)) + CallLines.begun(call("b", 1)));
    assertEquals(2, whole.interrupted().size());

    String text = CallLines.settling("c", "team", List.of(record("c"), record("c")), null);
    for (int cut = 1; cut < text.length(); cut++) {
      CallLines torn = new CallLines();
      torn.read(CallLines.begun(call("c", 1)) + text.substring(0, cut));
      assertEquals(List.of(), torn.settlements(), "cut at " + cut);
      assertEquals(1, torn.interrupted().size(), "cut at " + cut);
    }
  }

  @Test
  void keepsTextWithEverySpecialCharacter() {
    String strange = "a|b\\c\nd\re\\0\\p é 漢 \uD83D\uDE00";
    String line = CanonicalForm.line("X", strange, null, "", 7L, true);
    assertFalse(line.contains("\n"));
    assertEquals(
        Arrays.asList(strange, null, "", "7", "true"), Arrays.asList(CanonicalForm.fields(line)));
  }

  @Test
  void deletesAFileOnceAllItsCallsAreBooked() throws IOException {
    CallFiles files = new CallFiles(CallFolder.create(parent, "n1"));
    String padding = "x".repeat(1 << 20);
    for (int i = 0; i < 40; i++) {
      InterruptedCall call = call("call " + i + padding, 1);
      files.append("call " + i, CallLines.begun(call));
    }
    assertEquals(5, fileCount());
    for (int i = 0; i < 39; i++) {
      files.end(List.of("call " + i));
    }
    assertEquals(1, fileCount());
    files.end(List.of("call 39"));
    files.close();
    assertEquals(List.of(), CallFolder.abandoned(parent));
  }

  @Test
  void aFolderInUseIsNobodysToTake() throws IOException {
    CallFolder folder = CallFolder.create(parent, "n1");
    assertEquals(List.of(), CallFolder.abandoned(parent));
    assertThrows(IOException.class, () -> CallFolder.create(parent, "n1"));
    folder.close();
    assertEquals(1, CallFolder.abandoned(parent).size());
  }

  @Test
  void readsOnBehindAWriteThatFailed() throws IOException {
    CallFolder folder = CallFolder.create(parent, "n1");
    CallFiles files = new CallFiles(folder);
    files.append("a", CallLines.begun(call("a", 1)));
    files.close();
    Path file = files().get(0);
    Files.writeString(file, "B|half", StandardOpenOption.APPEND);

    assertEquals(1, CallFolder.abandoned(parent).get(0).read().interrupted().size());
  }

  @Test
  void aRecordComesBackAsItWas() {
    UsageRecord record = record("a");
    UsageRecord again = UsageRecord.parse(record.canonical());
    assertEquals(record.canonical(), again.canonical());
    assertTrue(again.canonical().contains("|COMPLETE|10|3|"));
  }

  private static InterruptedCall call(String id, int attempt) {
    return new InterruptedCall(
        id,
        "request|" + id,
        "key",
        "team",
        "public",
        "chat",
        true,
        attempt,
        "public",
        "vendor",
        "upstream",
        "channel",
        STARTED,
        Amount.of("12.5", "USD"));
  }

  private static UsageRecord record(String callId) {
    AttemptRecord attempt = TestLedger.attempt(1, EndState.COMPLETE, Usage.of(10, 3));
    Amount nothing = Amount.zero("USD");
    return new UsageRecord(
        TestLedger.settlement(callId, attempt), new Charge(attempt, null, nothing, nothing));
  }

  private long fileCount() throws IOException {
    return files().size();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(parent.resolve("n1"))) {
      return all.filter(f -> f.toString().endsWith(CallFiles.SUFFIX)).sorted().toList();
    }
  }
}
