package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JournalReaderTest {
  private final MovableClock clock = new MovableClock("2026-10-31T23:00:00Z");
  private TestDatabase database;
  private TestLedger team;

  private void open(TestDatabase.Provider provider) {
    database = TestDatabase.empty(provider);
    team = new TestLedger(database.node(clock), clock).apply(TestLedger.ONE_ACCOUNT).start();
  }

  @AfterEach
  void close() throws InterruptedException {
    team.close();
  }

  private <T> T read(Function<JournalReader, T> work) {
    return database.transaction(manager -> work.apply(new JournalReader(manager)));
  }

  private void call(long input, long output) {
    Hold hold = team.hold(input, output);
    team.settle(hold, TestLedger.attempt(1, EndState.COMPLETE, Usage.of(input, output)));
  }

  @ParameterizedTest
  @EnumSource
  void listsEntriesWithTheirPostingsPageByPage(TestDatabase.Provider provider) {
    open(provider);
    call(1, 1);
    clock.forward(Duration.ofHours(2));
    call(2, 0);
    List<EntryView> all = read(j -> j.entries(query("", 10)));
    assertEquals(3, all.size());
    EntryView last = all.get(2);
    assertTrue(last.reference().startsWith("call:"));
    assertEquals("SETTLEMENT", last.kind());
    assertEquals(
        Map.of("wallet:team", usd("-2"), "revenue", usd("2")),
        last.postings().stream()
            .filter(p -> !p.ledgerAccount().contains("provider"))
            .collect(Collectors.toMap(EntryView.Line::ledgerAccount, EntryView.Line::amount)));
    assertEquals(all.subList(0, 2), read(j -> j.entries(query("", 2))));
    assertEquals(List.of(last), read(j -> j.entries(query("", 2).after(all.get(1).id()))));
  }

  @ParameterizedTest
  @EnumSource
  void filtersByLedgerAccountReferenceKindAndTime(TestDatabase.Provider provider) {
    open(provider);
    call(1, 1);
    clock.forward(Duration.ofHours(2));
    call(2, 0);
    Instant november = Instant.parse("2026-11-01T00:00:00Z");
    List<EntryView> all = read(j -> j.entries(query("", 10)));
    String reference = all.get(1).reference();

    assertEquals(3, read(j -> j.entries(query("wallet:team", 10))).size());
    assertEquals(all.subList(1, 3), read(j -> j.entries(query("revenue", 10))));
    assertEquals(all.subList(0, 1), read(j -> j.entries(query("equity:opening", 10))));
    assertEquals(
        all.subList(1, 2),
        read(j -> j.entries(new EntryQuery(null, reference, null, null, null, 10, null))));
    assertEquals(
        all.subList(2, 3),
        read(j -> j.entries(new EntryQuery("revenue", null, null, november, null, 10, null))));
    assertEquals(
        all.subList(0, 2),
        read(
            j ->
                j.entries(
                    new EntryQuery(
                        null, null, null, november.minusSeconds(86_400), november, 10, null))));
    assertEquals(
        all.subList(0, 1),
        read(
            j ->
                j.entries(
                    new EntryQuery(
                        "wallet:team", null, JournalEntry.Kind.OPENING, null, null, 9, null))));
    assertFalse(
        new EntryQuery(null, null, JournalEntry.Kind.OPENING, null, null, 9, null).indexed());
  }

  @ParameterizedTest
  @EnumSource
  void theTrialBalanceHasEqualDebitsAndCreditsNowAndThen(TestDatabase.Provider provider) {
    open(provider);
    call(1, 1);
    clock.forward(Duration.ofHours(2));
    call(2, 0);
    assertEquals(usd("-5"), wallet(null).balance().minus(usd("100")));
    assertEquals(usd("100"), wallet(null).credit());
    assertEquals(usd("5"), wallet(null).debit());
    assertEquals(usd("3"), wallet(Instant.parse("2026-11-01T00:00:00Z")).debit());
    assertEquals(
        usd("0"),
        read(j -> j.trialBalance(null)).stream()
            .map(BalanceLine::balance)
            .reduce(usd("0"), Amount::plus));
  }

  @ParameterizedTest
  @EnumSource
  void sumsUsageByWhatIsAskedFor(TestDatabase.Provider provider) {
    open(provider);
    call(1, 1);
    clock.forward(Duration.ofHours(2));
    call(2, 0);
    call(3, 0);
    Instant start = Instant.parse("2026-10-31T00:00:00Z");
    UsageFilter filter =
        new UsageFilter(
            null, "team", null, null, null, null, null, start, start.plusSeconds(200_000));
    List<UsageSummary> byDay = sums(filter, UsageGrouping.DAY, UsageGrouping.MODEL);
    assertEquals(
        List.of(
            Map.of("day", "2026-10-31", "model", "public"),
            Map.of("day", "2026-11-01", "model", "public")),
        byDay.stream().map(UsageSummary::group).toList());
    assertEquals(List.of(1L, 2L), byDay.stream().map(UsageSummary::requests).toList());
    assertEquals(List.of(usd("3"), usd("5")), byDay.stream().map(UsageSummary::charge).toList());
    assertEquals("5", byDay.get(1).inputTokens().toPlainString());
    UsageFilter october =
        new UsageFilter(
            null,
            "team",
            null,
            null,
            null,
            null,
            null,
            start,
            Instant.parse("2026-11-01T00:00:00Z"));
    assertEquals(usd("3"), sums(october).get(0).charge());
    UsageFilter nobody =
        new UsageFilter(null, "nobody", null, null, null, null, null, start, start);
    assertEquals(List.of(), sums(nobody));
  }

  private List<UsageSummary> sums(UsageFilter filter, UsageGrouping... groupings) {
    return database.transaction(m -> new UsageSums(m).by(List.of(groupings), filter, 10));
  }

  private BalanceLine wallet(Instant at) {
    return read(j -> j.trialBalance(at)).stream()
        .filter(line -> line.ledgerAccount().equals("wallet:team"))
        .findFirst()
        .orElseThrow();
  }

  private static EntryQuery query(String ledgerAccount, int limit) {
    String account = ledgerAccount.isEmpty() ? null : ledgerAccount;
    return new EntryQuery(account, null, null, null, null, limit, null);
  }
}
