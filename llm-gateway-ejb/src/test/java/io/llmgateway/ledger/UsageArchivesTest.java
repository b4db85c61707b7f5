package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.attempt;
import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Usage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageArchivesTest {
  private static final Month JANUARY = Month.parse("2026-01");
  private static final Month FEBRUARY = Month.parse("2026-02");
  private static final UsageFilter ALL =
      new UsageFilter(null, "team", null, null, null, null, null, null, null);

  @TempDir private Path folder;
  private final MovableClock clock = new MovableClock("2026-01-31T23:59:59.999Z");
  private BookedCalls calls;
  private ArchivedMonth archives;

  private void book(TestDatabase.Provider provider) {
    calls = new BookedCalls(provider, clock);
    archives = new ArchivedMonth(calls, clock, folder);
    calls.book("one", EndState.COMPLETE, 7);
    calls.book("a \"key\",\nof two lines", EndState.COMPLETE, 2);
    calls.book(
        "two",
        attempt(1, EndState.FAILED_BEFORE_OUTPUT, Usage.NONE),
        attempt(2, EndState.COMPLETE, Usage.of(4, 1)));
    clock.forward(Duration.ofMillis(1));
    calls.book("one", EndState.COMPLETE, 3);
    calls.book("two", EndState.CLIENT_GONE, 5);
  }

  private AccountStatement statement(Month month) {
    return calls.commit(c -> new StatementTables(c).read("team", month, clock.instant()));
  }

  private List<UsageSummary> sums(UsageFilter filter, UsageGrouping... groupings) {
    return calls.database.transaction(m -> new UsageSums(m).by(List.of(groupings), filter, 100));
  }

  private static UsageFilter between(String from, String to) {
    return new UsageFilter(
        null, "team", null, null, null, null, null, Instant.parse(from), Instant.parse(to));
  }

  @ParameterizedTest
  @EnumSource
  void whatWasSaidOfAMonthStaysTrueWhenItsRecordsAreGone(TestDatabase.Provider provider)
      throws Exception {
    book(provider);
    clock.forward(Duration.ofDays(2));
    String january = statement(JANUARY).hash();
    String february = statement(FEBRUARY).hash();
    List<UsageSummary> byKey = sums(ALL, UsageGrouping.KEY, UsageGrouping.DAY);
    List<UsageSummary> byAll = sums(ALL, UsageGrouping.values());
    Amount spent = calls.team.records.spent("team", "one", JANUARY.start());
    assertEquals(usd("10"), spent);

    UsageArchives.Made made = archives.archive(JANUARY);

    assertTrue(made.fresh());
    assertEquals(4, made.archive().contents().records());
    assertEquals(2, archives.stored());
    assertEquals(january, statement(JANUARY).hash());
    assertTrue(statement(JANUARY).archived());
    assertTrue(statement(JANUARY).tiesOut());
    assertEquals(february, statement(FEBRUARY).hash());
    assertFalse(statement(FEBRUARY).archived());
    assertEquals(byKey, sums(ALL, UsageGrouping.KEY, UsageGrouping.DAY));
    assertEquals(List.copyOf(byAll).size(), sums(ALL, UsageGrouping.values()).size());
    assertEquals(spent, calls.team.records.spent("team", "one", JANUARY.start()));
    assertEquals(
        usd("3"), calls.team.records.spent("team", "one", Instant.parse("2026-02-01T00:00:00Z")));
    assertEquals(
        List.of(usd("15")),
        sums(between("2026-01-31T00:00:00Z", "2026-02-01T00:00:00Z")).stream()
            .map(UsageSummary::charge)
            .toList());
    assertEquals(List.of(), sums(between("2026-01-31T00:00:01Z", "2026-02-01T00:00:00Z")));
    assertEquals(List.of(JANUARY), archives.service.within(ALL));
    assertEquals(
        List.of(),
        archives.service.within(between("2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")));
  }

  @Test
  void theLedgerStillVerifiesToTheLastRecord() throws Exception {
    book(TestDatabase.Provider.ECLIPSELINK);
    clock.forward(Duration.ofDays(40));
    archives.verifiesWith(0, 0, 6);
    archives.archive(JANUARY);
    archives.verifiesWith(3, 0, 2);
    archives.archive(FEBRUARY);
    archives.verifiesWith(5, 0, 0);
    assertEquals(List.of(), archives.findings(null));
    assertEquals(5, archives.summary.archivedUnchecked());
  }

  @Test
  void aMonthIsArchivedOnce() throws Exception {
    book(TestDatabase.Provider.ECLIPSELINK);
    clock.forward(Duration.ofDays(2));
    UsageArchive first = archives.archive(JANUARY).archive();
    UsageArchives.Made again = archives.archive(JANUARY);
    assertFalse(again.fresh());
    assertEquals(first, again.archive());
    assertEquals(first, archives.service.get(JANUARY));
    assertEquals(List.of(first), archives.service.list(null, 10));
    assertEquals(List.of(), archives.service.list(JANUARY, 10));
    assertTrue(archives.service.manifest(first).orElseThrow().contains("\"records\": 4"));
    assertEquals(
        List.of("jane"),
        calls.database.query("select principal from audit_event where action = 'usage.archive'"));
    assertEquals(ErrorCode.NOT_FOUND, code(() -> archives.service.get(FEBRUARY)));
  }

  @Test
  void filesAreOfBoundedSize() throws Exception {
    book(TestDatabase.Provider.ECLIPSELINK);
    clock.forward(Duration.ofDays(2));
    archives.service.apply(new RetentionSettings(null, folder, 1));
    List<ArchiveFile> files = archives.archive(JANUARY).archive().contents().files();
    assertEquals(4, files.size());
    assertTrue(files.stream().allMatch(f -> f.records() == 1 && f.firstId().equals(f.lastId())));
    archives.verifiesWith(3, 0, 2);
  }

  @Test
  void anOpenMonthStays() throws Exception {
    book(TestDatabase.Provider.ECLIPSELINK);
    refused(FEBRUARY, "can be archived from 2026-03-02T00:00:00Z on");
    refused(JANUARY, "can be archived from 2026-02-02T00:00:00Z on");
    clock.forward(Duration.ofDays(40));
    calls.database.execute(
        "insert into wallet_hold (call_id, account, currency, amount, state, node, created_at,"
            + " expires_at) values ('c', 'team', 'USD', 1, 'PENDING', 'n',"
            + " timestamp '2026-01-20 00:00:00', timestamp '2026-01-20 00:00:00')");
    refused(JANUARY, "calls in flight (1)");
    calls.database.execute("update wallet_hold set state = 'VOIDED'");
    calls.database.execute(
        "insert into reconciliation (id, provider, currency, reference, time_zone, granularity,"
            + " first_day, last_day, starts_at, ends_at, content_hash, state, entries, principal,"
            + " created_at, compared_at) values ('r', 'vendor', 'USD', 's', 'Z', 'DAY',"
            + " '2026-01-31', '2026-02-10', timestamp '2026-01-31 00:00:00',"
            + " timestamp '2026-02-11 00:00:00', 'h', 'OPEN', 0, 'p',"
            + " timestamp '2026-02-20 00:00:00', timestamp '2026-02-20 00:00:00')");
    refused(FEBRUARY, "open reconciliations (1)");
    calls.database.execute("update reconciliation set state = 'RESOLVED'");
    archives.service.apply(RetentionSettings.USUAL);
    refused(JANUARY, "gateway.retention.archive-directory is not set");
    archives.service.apply(new RetentionSettings(null, folder, 1_000));
    assertTrue(archives.archive(JANUARY).fresh());
  }

  private void refused(Month month, String why) {
    ChatException.Final refused =
        assertThrows(ChatException.Final.class, () -> archives.archive(month));
    assertEquals(ErrorCode.CONFLICT, refused.code());
    assertTrue(refused.getMessage().contains(why), refused.getMessage());
    assertEquals(6, archives.stored());
  }

  @Test
  void goesOnWhereAProcessWasKilled() throws Exception {
    book(TestDatabase.Provider.ECLIPSELINK);
    clock.forward(Duration.ofDays(2));
    TestDatabase.Node dead = calls.database.node(clock);
    new TestLedger(dead, clock);
    UsageArchive begun =
        calls.database.archives(dead.self(), clock).begin(JANUARY, "jane").archive();
    Path left = folder.resolve(begun.directory());
    archives.export().write(JANUARY, left, 100);

    refused(JANUARY, "is being archived by another node");
    assertTrue(Files.exists(left.resolve("manifest.json")));
    archives.verifiesWith(0, 0, 6);
    calls.database.execute(
        "update ledger_node set state = 'DEAD' where id = '" + begun.node() + "'");

    assertTrue(archives.archive(JANUARY).fresh());
    assertFalse(Files.exists(left));
    archives.verifiesWith(3, 0, 2);
    assertEquals(
        ErrorCode.CONFLICT,
        code(
            () ->
                calls
                    .database
                    .archives(dead.self(), clock)
                    .finish(begun, archives.service.get(JANUARY).contents())));
    assertFalse(calls.database.archives(dead.self(), clock).abandon(begun));
    archives.verifiesWith(3, 0, 2);
  }

  @Test
  void removesNothingThatWasNotWritten() throws Exception {
    book(TestDatabase.Provider.ECLIPSELINK);
    clock.forward(Duration.ofDays(2));
    ArchiveBooks books = calls.database.archives(calls.team.self, clock);
    UsageArchive begun = books.begin(JANUARY, "jane").archive();
    UsageArchive.Contents all =
        archives.export().write(JANUARY, folder.resolve(begun.directory()), 100);
    UsageArchive.Contents fewer =
        new UsageArchive.Contents(
            all.manifestHash(), 3, all.firstId(), all.lastId(), all.files(), all.chains());
    assertEquals(ErrorCode.CONFLICT, code(() -> books.finish(begun, fewer)));
    assertEquals(6, archives.stored());
    assertEquals(List.of("0"), calls.database.query("select count(*) from usage_summary"));
    assertEquals(4, books.finish(begun, all).contents().records());
    assertEquals(2, archives.stored());
  }

  @Test
  void leavesNothingBehindWhenTheDiskRefuses() throws Exception {
    book(TestDatabase.Provider.ECLIPSELINK);
    clock.forward(Duration.ofDays(2));
    Path file = Files.writeString(folder.resolve("file"), "in the way");
    archives.service.apply(new RetentionSettings(null, file, 1_000));
    assertThrows(java.io.UncheckedIOException.class, () -> archives.archive(JANUARY));
    assertEquals(List.of("0"), calls.database.query("select count(*) from usage_archive"));
    assertEquals(6, archives.stored());
    archives.service.apply(new RetentionSettings(null, folder, 1_000));
    assertTrue(archives.archive(JANUARY).fresh());
  }

  @Test
  void monthsGoByThemselvesWhenTheirTimeHasCome() throws Exception {
    book(TestDatabase.Provider.ECLIPSELINK);
    archives.service.apply(new RetentionSettings(Period.ofMonths(1), folder, 1_000));
    clock.forward(Duration.ofDays(27));
    archives.service.tend();
    assertEquals(6, archives.stored());
    clock.forward(Duration.ofDays(1));
    archives.service.tend();
    archives.service.tend();
    assertEquals(2, archives.stored());
    assertEquals("gateway", archives.service.get(JANUARY).principal());
    clock.forward(Duration.ofDays(61));
    archives.service.tend();
    assertEquals(0, archives.stored());
    archives.verifiesWith(5, 0, 0);
    try (Stream<Path> directories = Files.list(folder)) {
      assertEquals(2, directories.count());
    }
  }

  private static ErrorCode code(org.junit.jupiter.api.function.Executable work) {
    return assertThrows(ChatException.Final.class, work).code();
  }
}
