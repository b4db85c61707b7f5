package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.ReconciliationLine.Match;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a comparison finds. */
class ReconciliationTest extends ReconciledCalls {

  @ParameterizedTest
  @EnumSource
  void tellsWhatIsTheSameWhatDiffersAndWhatOnlyOneSideKnows(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-09-30T23:59:59.999999Z", "a", 1_000);
    call("2026-10-01T00:00:00Z", "a", 3);
    call("2026-10-01T23:59:59.999999Z", "a", "two", EndState.CUT, 4);
    call("2026-10-02T12:00:00Z", "b", 5);
    call("2026-10-02T12:00:00Z", "c", 6);
    call("2026-10-03T00:00:00Z", "c", 1_000);

    Reconciliation made =
        take(invoice("I1", "2026-10-01 a 7", "2026-10-02 b 5.000000000001", "2026-10-02 d 2"));

    assertEquals(
        List.of(
            "2026-10-01 a matched 7 7 open 0 age null",
            "2026-10-02 b difference 5.000000000001 5 open 0.000000000001 age 0",
            "2026-10-02 d only_stated 2 0 open 2 age 0",
            "2026-10-02 c only_recorded 0 6 open -6 age 0"),
        shown(made.id()));
    assertEquals(Reconciliation.State.OPEN, made.state());
    assertFalse(made.tiesOut());
    assertEquals(usd("14.000000000001"), made.sums().stated());
    assertEquals(usd("18"), made.sums().recorded());
    assertEquals(usd("-3.999999999999"), made.sums().open());
    assertEquals(3, made.sums().openLines());
    assertPosted(CLEARING, "3.999999999999");
    assertPosted(PAYABLE, "2014.000000000001");
    assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void anInvoiceThatAgreesBooksNothing(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T08:00:00Z", "a", 3);
    Reconciliation made = take(invoice("I1", "2026-10-01 a 3"));
    assertEquals(Reconciliation.State.MATCHED, made.state());
    assertTrue(made.tiesOut());
    assertNull(made.sums().ageDays());
    assertPosted(CLEARING, "0");
    assertEquals(
        List.of(),
        calls.database.query("select id from journal_entry where kind = 'RECONCILIATION'"));
    assertRefused(ErrorCode.CONFLICT, () -> resolve(made.id()));
    assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void countsTheDaysOfTheProvidersZone(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-09-30T15:59:59Z", "a", 1_000);
    call("2026-09-30T16:00:00Z", "a", 1);
    call("2026-10-01T15:59:59Z", "a", 2);
    call("2026-10-01T16:00:00Z", "a", 4);
    call("2026-10-02T16:00:00Z", "a", 1_000);
    Reconciliation made =
        take(
            invoice(
                "I1", "+08:00", Granularity.DAY_MODEL, null, "2026-10-01 a 3", "2026-10-02 a 4"));
    assertEquals(Reconciliation.State.MATCHED, made.state(), () -> shown(made.id()).toString());
  }

  @ParameterizedTest
  @EnumSource
  void comparesAsFinelyAsTheFileDoes(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 1);
    call("2026-10-01T01:00:00Z", "b", 2);
    call("2026-10-02T01:00:00Z", "a", 4);
    assertEquals(
        List.of("null null matched 7 7 open 0 age null"),
        shownAndWithdrawn(invoice("I1", "Z", Granularity.TOTAL, null, "- - 7")));
    assertEquals(
        List.of("null a matched 5 5 open 0 age null", "null b difference 3 2 open 1 age 0"),
        shownAndWithdrawn(invoice("I1", "Z", Granularity.MODEL, null, "- a 5", "- b 3")));
    assertEquals(
        List.of(
            "2026-10-01 null matched 3 3 open 0 age null",
            "2026-10-02 null only_recorded 0 4 open -4 age 0"),
        shownAndWithdrawn(invoice("I1", "Z", Granularity.DAY, null, "2026-10-01 - 3")));
    assertPosted(CLEARING, "0");
    assertPosted(PAYABLE, "7");
    assertClean();
  }

  private List<String> shownAndWithdrawn(ProviderInvoice invoice) {
    String id = take(invoice).id();
    List<String> shown = shown(id);
    commit(r -> r.withdraw(id, "jane", "another granularity"));
    return shown;
  }

  @ParameterizedTest
  @EnumSource
  void aChannelIsComparedAlone(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", "one", EndState.COMPLETE, 1);
    call("2026-10-01T01:00:00Z", "a", "two", EndState.COMPLETE, 2);
    Reconciliation one = take(invoice("I1", "Z", Granularity.DAY_MODEL, "one", "2026-10-01 a 1"));
    assertEquals(Reconciliation.State.MATCHED, one.state());
    ProviderInvoice both = invoice("I2", "2026-10-01 a 3");
    assertRefused(ErrorCode.CONFLICT, () -> take(both));
    Reconciliation two = take(invoice("I2", "Z", Granularity.DAY_MODEL, "two", "2026-10-01 a 2"));
    assertEquals(Reconciliation.State.MATCHED, two.state());
    commit(r -> r.withdraw(one.id(), "jane", "all at once"));
    commit(r -> r.withdraw(two.id(), "jane", "all at once"));
    assertEquals(Reconciliation.State.MATCHED, take(both).state());
    assertRefused(
        ErrorCode.CONFLICT,
        () -> take(invoice("I3", "Z", Granularity.DAY_MODEL, "one", "2026-10-01 a 1")));
  }

  @ParameterizedTest
  @EnumSource
  void theSameInvoiceAgainChangesNothingAndAnotherOfItsNameIsRefused(
      TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 1);
    Reconciliation first = take(invoice("I1", "2026-10-01 a 2"));
    Reconciling.Outcome again = commit(r -> r.take(invoice("I1", "2026-10-01 a 2.000"), "joe"));
    assertEquals(first.id(), again.reconciliation().id());
    assertFalse(again.changed());
    assertRefused(ErrorCode.CONFLICT, () -> take(invoice("I1", "2026-10-01 a 3")));
    assertRefused(
        ErrorCode.CONFLICT,
        () -> take(invoice("I1", "+01:00", Granularity.DAY_MODEL, null, "2026-10-01 a 2")));
    assertRefused(ErrorCode.CONFLICT, () -> take(invoice("I2", "2026-10-02 a 3")));
    assertPosted(CLEARING, "-1");
    assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void addsWhatHasBeenArchivedByDaysOfUtcOnly(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-02T01:00:00Z", "a", 2);
    calls.database.execute(
        "insert into usage_summary (archive_month, first_id, statement_month, usage_day,"
            + " settled_day, channel, operation, requests, account, api_key, public_model, provider, upstream_model, end_state, cost_currency,"
            + " charge_currency, attempts, input_tokens, output_tokens, cache_read_tokens,"
            + " cache_write_tokens, reasoning_tokens, images, charge, uncollected, cost,"
            + " upper_bound) values ('2026-09', 'x', '2026-09', '2026-10-01',"
            + " '2026-10-01', 'channel', 'chat', 4, 'team', 'key', 'public', 'vendor', 'a', 'COMPLETE', 'USD', 'USD', 4, 7, 0, 0, 0, 0, 0, 7, 0, 7, 0)");
    assertEquals(
        List.of(
            "2026-10-01 a matched 7 7 open 0 age null", "2026-10-02 a matched 2 2 open 0 age null"),
        shownAndWithdrawn(invoice("I1", "2026-10-01 a 7", "2026-10-02 a 2")));
    assertRefused(
        ErrorCode.CONFLICT,
        () -> take(invoice("I1", "+08:00", Granularity.DAY_MODEL, null, "2026-10-01 a 7")));
    assertRefused(
        ErrorCode.CONFLICT,
        () -> take(invoice("I1", "Z", Granularity.DAY_MODEL, "one", "2026-10-01 a 7")));
  }

  @ParameterizedTest
  @EnumSource
  void listsByStateAndMatchAndWhatIsInClearing(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 1);
    String id = take(invoice("I1", "2026-10-01 a 3", "2026-10-02 b 5", "2026-10-02 c 0")).id();
    clock.forward(Duration.ofHours(47));
    calls.commit(
        c -> {
          ReconciliationTables tables = new ReconciliationTables(c, clock.instant());
          ReconciliationLines lines = new ReconciliationLines(c, clock.instant());
          List<Reconciliation> open =
              tables.list(
                  new ReconciliationQuery("vendor", "I1", Reconciliation.State.OPEN, 10, null));
          assertEquals(1L, open.get(0).sums().ageDays());
          assertEquals(
              List.of(), tables.list(new ReconciliationQuery("other", null, null, 10, null)));
          assertEquals(
              List.of(),
              tables.list(
                  new ReconciliationQuery(null, null, Reconciliation.State.MATCHED, 10, null)));
          assertEquals(List.of(), tables.list(new ReconciliationQuery(null, "I2", null, 10, null)));
          for (Match match : Match.values()) {
            for (ReconciliationLine line :
                lines.list(id, "USD", new ReconciliationLines.Query(match, false, 10, 0))) {
              assertEquals(match, line.match());
            }
          }
          assertEquals(
              List.of(2),
              lines.list(id, "USD", new ReconciliationLines.Query(null, true, 10, 1)).stream()
                  .map(ReconciliationLine::number)
                  .toList());
          List<ClearingItem> items = lines.open("vendor", 1, null);
          assertEquals(id + ":1", items.get(0).id());
          assertEquals(1L, items.get(0).line().ageDays());
          assertEquals(
              List.of(id + ":2"),
              lines.open(null, 10, items.get(0).id()).stream().map(ClearingItem::id).toList());
          return null;
        });
  }

  @ParameterizedTest
  @EnumSource
  void aProviderThatNoCallHasGoneToIsRefused(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 1);
    ProviderInvoice wrong =
        new ProviderInvoice(
            "vendors",
            "USD",
            "I1",
            ZoneOffset.UTC,
            Granularity.DAY_MODEL,
            null,
            FIRST,
            FIRST,
            lines("2026-10-01 a 1"));
    assertRefused(ErrorCode.INVALID_REQUEST, () -> take(wrong));
  }

  /** PostgreSQL's plan is looked at by {@code UsagePlansIT}, with more rows. */
  @ParameterizedTest
  @EnumSource
  @Tag("h2")
  void anIndexLeadsToTheCallsOfADay(TestDatabase.Provider provider) {
    begin(provider);
    for (int i = 0; i < 50; i++) {
      call("2026-10-%02dT01:00:00Z".formatted(1 + i % 25), "a", 1);
    }
    String sql = ProviderCosts.RECORDS;
    for (String value :
        List.of("'vendor'", "timestamp '2026-10-01 00:00:00'", "timestamp '2026-10-02 00:00:00'")) {
      sql = sql.replaceFirst("\\?", value);
    }
    String plan = calls.database.query("explain " + sql.replace("?", "'USD'")).get(0);
    assertTrue(plan.contains("/* PUBLIC.USAGE_RECORD_PROVIDER: STARTED_AT"), plan);
  }
}
