package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.llmgateway.chat.ChatException;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SealsTest {
  private final TestDatabase database = TestDatabase.empty(TestDatabase.Provider.ECLIPSELINK);
  private final MovableClock clock = new MovableClock("2026-11-20T23:59:00Z");

  @Test
  void onceADayEachSealFollowsTheOneBefore() throws Exception {
    Seals one = seals();
    Seals other = seals();
    try (TestLedger team = new TestLedger(database.node(clock), clock).start()) {
      team.apply(TestLedger.ONE_ACCOUNT);
      one.tend();
      other.tend();
      clock.forward(Duration.ofMinutes(2));
      team.topUp("team", TestLedger.usd("1"), "a");
      other.tend();
      one.tend();
      team.topUp("team", TestLedger.usd("1"), "b");
      other.tend();
    }
    List<Seal> all = one.list(null, 10);
    assertEquals(2, all.size());
    assertEquals(LocalDate.parse("2026-11-21"), all.get(0).date());
    assertEquals(CanonicalForm.NO_HASH, all.get(1).previousHash());
    assertEquals(all.get(1).hash(), all.get(0).previousHash());
    assertEquals(1, all.get(1).heads().get(0).block());
    assertEquals(2, all.get(0).heads().get(0).block());
    assertEquals(all.subList(1, 2), one.list(LocalDate.parse("2026-11-21"), 10));
    assertEquals(all.get(0), one.make(null));
    assertThrows(ChatException.Final.class, () -> one.get(LocalDate.parse("2026-11-19")));
    List<Finding> found = new ArrayList<>();
    new LedgerInspection(database.source, Clock.systemUTC()).verify(10, all, null, found::add);
    assertEquals(List.of(), found);
  }

  private Seals seals() {
    return new Seals(
        new SealRegister(database.source, clock),
        new LedgerInspection(database.source, clock),
        clock);
  }
}
