package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StatementsTest {
  private static final Month JANUARY = Month.parse("2026-01");
  private static final Month FEBRUARY = Month.parse("2026-02");

  private final MovableClock clock = new MovableClock("2026-01-31T23:59:59.999Z");
  private BookedCalls calls;

  private AccountStatement of(Month month) {
    return calls.commit(c -> new StatementTables(c).read("team", month, clock.instant()));
  }

  @ParameterizedTest
  @EnumSource
  void opensWithWhatTheMonthBeforeClosedWithAndSumsUpToTheClosingBalance(
      TestDatabase.Provider provider) {
    calls = new BookedCalls(provider, clock);
    calls.book("one", EndState.COMPLETE, 7);
    clock.forward(Duration.ofMillis(1));
    calls.book("one", EndState.COMPLETE, 3);
    calls.book("one", EndState.COMPLETE, 2);
    calls.book("two", EndState.CLIENT_GONE, 5);
    calls.book("two", EndState.CUT, 11);
    calls.team.topUp("team", usd("20.000000000001"), "payment 1");

    AccountStatement january = of(JANUARY);
    assertEquals(usd("0"), january.opening());
    assertEquals(usd("93"), january.closing());
    assertEquals(List.of("OPENING"), january.entries().stream().map(StatementEntry::kind).toList());
    assertEquals(usd("7"), january.charge());
    assertTrue(january.tiesOut());
    assertFalse(january.open());

    AccountStatement february = of(FEBRUARY);
    assertEquals(january.closing(), february.opening());
    assertEquals(usd("20.000000000001"), february.moved());
    assertEquals("payment 1", february.entries().get(0).reference());
    assertEquals(usd("10"), february.charge());
    assertEquals(usd("103.000000000001"), february.closing());
    assertEquals(
        february.closing(), calls.commit(c -> new SettlementTables(c).wallet("team").balance()));
    assertTrue(february.tiesOut());
    assertTrue(february.open());
    assertEquals(3, february.usage().size());
    StatementUsage one = only(february, "one", true);
    assertEquals(2, one.attempts());
    assertEquals(5, one.tokens().input());
    assertEquals(usd("5"), one.charge());
    assertEquals(
        0, one.price().card().prices().input().compareTo(new java.math.BigDecimal("1000000")));
    assertEquals(usd("0"), only(february, "two", false).charge());
    assertEquals(11, only(february, "two", false).tokens().input());

    AccountStatement march = of(Month.parse("2026-03"));
    assertEquals(february.closing(), march.opening());
    assertEquals(march.opening(), march.closing());
  }

  @ParameterizedTest
  @EnumSource
  void showsWhatNoMoneyWasLeftFor(TestDatabase.Provider provider) {
    calls = new BookedCalls(provider, clock);
    calls.book("one", EndState.COMPLETE, 130);
    AccountStatement january = of(JANUARY);
    assertEquals(usd("130"), january.charge());
    assertEquals(usd("30"), january.uncollected());
    assertEquals(usd("100"), january.settled());
    assertEquals(usd("0"), january.closing());
    assertTrue(january.tiesOut());
  }

  @ParameterizedTest
  @EnumSource
  @Tag("h2") // the others refuse the change
  void noticesARecordThatHasBeenChanged(TestDatabase.Provider provider) {
    calls = new BookedCalls(provider, clock);
    calls.book("one", EndState.COMPLETE, 7);
    String before = of(JANUARY).hash();
    clock.forward(Duration.ofDays(3));
    assertEquals(before, of(JANUARY).hash());
    calls.commit(
        c -> c.createStatement().executeUpdate("update usage_record set charge = charge - 1"));
    assertFalse(of(JANUARY).tiesOut());
    assertFalse(before.equals(of(JANUARY).hash()));
  }

  @ParameterizedTest
  @EnumSource
  void knowsNoStatementOfAnAccountThatIsNotThere(TestDatabase.Provider provider) {
    calls = new BookedCalls(provider, clock);
    assertNull(calls.commit(c -> new StatementTables(c).read("no", JANUARY, clock.instant())));
  }

  private static StatementUsage only(AccountStatement statement, String key, boolean charged) {
    List<StatementUsage> found =
        statement.usage().stream()
            .filter(u -> u.key().equals(key) && u.charged() == charged)
            .toList();
    assertEquals(1, found.size());
    return found.get(0);
  }
}
