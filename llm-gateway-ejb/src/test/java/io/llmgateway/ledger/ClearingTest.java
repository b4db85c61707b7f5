package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is booked of a difference, and what becomes of it. */
class ClearingTest extends ReconciledCalls {

  @ParameterizedTest
  @EnumSource
  void aComparisonAfterLateUsageBooksOnlyTheChange(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 1);
    String id = take(invoice("I1", "2026-10-01 a 10", "2026-10-02 b 1")).id();
    assertPosted(CLEARING, "-10");
    clock.forward(Duration.ofDays(3));
    call("2026-10-01T02:00:00Z", "a", 4);
    call("2026-10-01T02:00:00Z", "late", 2);
    assertPosted(PAYABLE, "17");

    Reconciliation compared = compare(id);
    assertPosted(PAYABLE, "11");
    assertPosted(CLEARING, "-4");
    assertEquals(usd("4"), compared.sums().open());
    assertEquals(
        List.of(
            "2026-10-01 a difference 10 5 open 5 age 3",
            "2026-10-02 b only_stated 1 0 open 1 age 3",
            "2026-10-01 late only_recorded 0 2 open -2 age 0"),
        shown(id));

    compare(id);
    assertEquals(
        2,
        calls.database.query("select id from journal_entry where kind = 'RECONCILIATION'").size());
    assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void aResolutionIsBookedOnceAndNamesWhoAndWhy(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 1);
    String id = take(invoice("I1", "2026-10-01 a 3", "2026-10-02 b 5")).id();

    assertEquals(Reconciliation.State.OPEN, resolve(id, 1).state());
    assertPosted(CLEARING, "-5");
    assertPosted(VARIANCE, "-2");
    assertRefused(ErrorCode.NOT_FOUND, () -> resolve(id, 9));
    assertFalse(commit(r -> r.resolve(id, Set.of(1), "joe", "vendor's credit note")).changed());
    assertRefused(ErrorCode.CONFLICT, () -> commit(r -> r.resolve(id, Set.of(1), "joe", "other")));

    Reconciliation done = resolve(id);
    assertEquals(Reconciliation.State.RESOLVED, done.state());
    assertTrue(done.tiesOut());
    assertFalse(commit(r -> r.resolve(id, Set.of(), "joe", "vendor's credit note")).changed());
    assertPosted(CLEARING, "0");
    assertPosted(VARIANCE, "-7");
    assertPosted(PAYABLE, "8");
    assertEquals(
        List.of("joe: vendor's credit note", "joe: vendor's credit note"),
        calls.database.query(
            "select concat(principal, ': ', reason) from journal_entry where kind = 'VARIANCE'"));
    assertClean();

    call("2026-10-02T02:00:00Z", "b", 5);
    Reconciliation late = compare(id);
    assertEquals(Reconciliation.State.OPEN, late.state());
    assertPosted(CLEARING, "5");
    resolve(id);
    assertPosted(VARIANCE, "-2");
    assertPosted(PAYABLE, "8");
    assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void aResolutionThatIsTakenBackOpensItsLinesAgain(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 1);
    String id = take(invoice("I1", "2026-10-01 a 3", "2026-10-02 b 5")).id();
    clock.forward(Duration.ofDays(10));
    String entry = commit(r -> r.resolve(id, Set.of(2), "joe", "vendor's credit note")).entry();
    assertEquals("2026-10-02 b only_stated 5 0 open 0 age null", shown(id).get(1));
    reverse(entry);
    assertEquals("2026-10-02 b only_stated 5 0 open 5 age 10", shown(id).get(1));
    assertPosted(CLEARING, "-7");
    assertPosted(VARIANCE, "0");
    assertClean();

    String posted =
        calls.database.query("select id from journal_entry where kind = 'RECONCILIATION'").get(0);
    assertRefused(ErrorCode.CONFLICT, () -> reverse(posted));
    resolve(id);
    assertPosted(CLEARING, "0");
    assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWithdrawnLeavesNothingBehind(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 1);
    String id = take(invoice("I1", "2026-10-01 a 3", "2026-10-02 b 5")).id();
    String resolution =
        commit(r -> r.resolve(id, Set.of(1), "joe", "vendor's credit note")).entry();
    Reconciliation gone = commit(r -> r.withdraw(id, "jane", "wrong file")).reconciliation();
    assertEquals(Reconciliation.State.WITHDRAWN, gone.state());
    assertFalse(commit(r -> r.withdraw(id, "jane", "wrong file")).changed());
    assertPosted(CLEARING, "0");
    assertPosted(VARIANCE, "0");
    assertPosted(PAYABLE, "1");
    assertRefused(ErrorCode.CONFLICT, () -> compare(id));
    assertRefused(ErrorCode.CONFLICT, () -> resolve(id));
    assertRefused(ErrorCode.CONFLICT, () -> reverse(resolution));
    Reconciliation right = take(invoice("I1", "2026-10-01 a 1"));
    assertEquals(Reconciliation.State.MATCHED, right.state());
    assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void differencesThatCancelOutAreBookedBothWays(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 5);
    Reconciliation made = take(invoice("I1", "2026-10-01 a 2", "2026-10-02 a 3"));
    assertEquals(usd("0"), made.sums().open());
    assertEquals(2, made.sums().openLines());
    assertEquals(
        List.of("-3.000000000000", "3.000000000000"),
        calls.database.query(
            "select amount from posting where ledger_account = '"
                + CLEARING
                + "' order by amount"));
    assertClean();
    String entry = commit(r -> r.resolve(made.id(), Set.of(), "joe", "midnight")).entry();
    assertClean();
    reverse(entry);
    assertEquals(2, compare(made.id()).sums().openLines());
    assertClean();
  }

  @ParameterizedTest
  @EnumSource
  void theVerificationNamesALineThatWasChangedBehindItsBack(TestDatabase.Provider provider) {
    begin(provider);
    call("2026-10-01T01:00:00Z", "a", 1);
    String id = take(invoice("I1", "2026-10-01 a 3")).id();
    assertClean();
    calls.database.execute("update reconciliation_line set resolved = posted");
    assertEquals(
        List.of(
            "clearing_differs "
                + id
                + ": line 1 says that 0.000000000000 is in clearing, its movements sum to"
                + " 2.000000000000"),
        findings().stream().map(Finding::toString).toList());
  }
}
