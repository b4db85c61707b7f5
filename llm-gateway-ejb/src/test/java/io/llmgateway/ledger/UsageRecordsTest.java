package io.llmgateway.ledger;

import static io.llmgateway.ledger.TestLedger.usd;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.chat.Uuid7;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class UsageRecordsTest {
  private static final Instant START = Instant.parse("2026-03-29T00:30:00Z");

  private final MovableClock clock = new MovableClock(START.toString());
  private TestDatabase database;
  private TestDatabase.Node node;
  private TestLedger team;

  private void open(TestDatabase.Provider provider) {
    database = TestDatabase.empty(provider);
    node = database.node(clock);
    team = new TestLedger(node, clock).apply(TestLedger.ONE_ACCOUNT);
  }

  @ParameterizedTest
  @EnumSource
  void listsPageAfterPageInTheOrderOfSettlement(TestDatabase.Provider provider) {
    open(provider);
    List<String> calls = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      calls.add(book("key", 1));
      clock.forward(Duration.ofSeconds(1));
    }
    book("another key", 1);

    List<String> listed = new ArrayList<>();
    String after = null;
    for (List<UsageView> page = page(after); !page.isEmpty(); page = page(after)) {
      page.forEach(r -> listed.add(r.callId()));
      after = page.get(page.size() - 1).id();
    }
    assertEquals(calls, listed);
  }

  private List<UsageView> page(String after) {
    return team.records.list(new UsageQuery("key", null, null, 2, after));
  }

  @ParameterizedTest
  @EnumSource
  void listsFromOneTimeInclusivelyToAnotherExclusively(TestDatabase.Provider provider) {
    open(provider);
    book("key", 1);
    clock.forward(Duration.ofSeconds(1));
    String second = book("key", 1);
    clock.forward(Duration.ofSeconds(1));
    book("key", 1);
    List<UsageView> listed =
        team.records.list(
            new UsageQuery("key", START.plusSeconds(1), START.plusSeconds(2), 10, null));
    assertEquals(List.of(second), listed.stream().map(UsageView::callId).toList());
  }

  @ParameterizedTest
  @EnumSource
  void sumsWhatAKeyHasSpentSinceATime(TestDatabase.Provider provider) {
    open(provider);
    assertEquals(usd("0"), team.records.spent("team", "key", START));
    book("key", 2);
    clock.forward(Duration.ofSeconds(1));
    book("key", 3);
    book("another key", 50);
    assertEquals(usd("5"), team.records.spent("team", "key", START));
    assertEquals(usd("3"), team.records.spent("team", "key", START.plusSeconds(1)));
    assertThrows(RuntimeException.class, () -> team.records.spent("nobody", "key", START));
  }

  @ParameterizedTest
  @EnumSource
  void givesBackEachFieldAsItWasBooked(TestDatabase.Provider provider) {
    open(provider);
    Usage usage = new Usage(20, 10, 3, 4, 5);
    AttemptRecord attempt =
        new AttemptRecord(
            2,
            "public",
            "vendor",
            "upstream",
            "west",
            Outcome.OK,
            EndState.COMPLETE,
            usage,
            UsageSource.ESTIMATED,
            START.minusSeconds(3),
            null,
            Duration.ofMillis(1234),
            3);
    String callId = book("key", attempt);

    UsageView record = team.records.list(new UsageQuery("key", null, null, 1, null)).get(0);

    Quote quote = team.quote(TestLedger.MODEL).orElseThrow();
    assertEquals(
        new UsageView(
            record.id(),
            callId,
            2,
            "request of " + callId,
            "key",
            "team",
            "public",
            "public",
            "vendor",
            "upstream",
            "west",
            "chat",
            false,
            Outcome.OK,
            EndState.COMPLETE,
            usage,
            UsageSource.ESTIMATED,
            quote.price().id(),
            quote.costPrice().id(),
            null,
            usd("40"),
            usd("40"),
            usd("0"),
            record.entryId(),
            START.minusSeconds(3),
            null,
            1234,
            START,
            null,
            3),
        record);
  }

  @ParameterizedTest
  @EnumSource
  void timesAreStoredInUtc(TestDatabase.Provider provider) {
    open(provider);
    clock.forward(Duration.ofHours(4));
    book("key", 1);
    assertStored("2026-03-29 04:30:00");
  }

  /**
   * EclipseLink, and the driver of MariaDB, take local times through {@code java.sql.Timestamp},
   * which can not name the hour that the server's zone skips in spring; {@link Schema} warns of
   * such a zone.
   */
  @Test
  @Tag("not-mariadb")
  void timesInTheHourThatTheServersZoneSkipsAreStoredInUtcByHibernate() {
    TimeZone before = TimeZone.getDefault();
    TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    try {
      open(TestDatabase.Provider.HIBERNATE);
      clock.forward(Duration.ofHours(2));
      book("key", 1);
      assertStored("2026-03-29 02:30:00");
    } finally {
      TimeZone.setDefault(before);
    }
  }

  private void assertStored(String text) {
    assertEquals(
        clock.instant(),
        team.records.list(new UsageQuery("key", null, null, 1, null)).get(0).settledAt());
    assertEquals(
        List.of(text), database.query("select cast(settled_at as varchar(19)) from usage_record"));
  }

  private String book(String key, long tokens) {
    return book(key, TestLedger.attempt(1, EndState.COMPLETE, Usage.of(tokens, 0)));
  }

  private String book(String key, AttemptRecord attempt) {
    String callId = Uuid7.next(clock.millis());
    Quote quote = team.quote(TestLedger.MODEL).orElseThrow();
    Charge charge = Charge.of(attempt, List.of(quote), "USD");
    Settlement call =
        new Settlement(
            callId, "request of " + callId, key, "team", "public", "chat", false, List.of(attempt));
    node.books()
        .post(
            List.of(
                new Booking(
                    callId,
                    "team",
                    List.of(new UsageRecord(call, charge)),
                    charge.charge(),
                    false,
                    null)));
    return callId;
  }
}
