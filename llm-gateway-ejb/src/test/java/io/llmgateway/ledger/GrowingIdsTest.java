package io.llmgateway.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GrowingIdsTest {
  private static final long NOW = Instant.parse("2026-11-21T12:00:00Z").toEpochMilli();

  @Test
  void growWithinAMillisecondAndWhenTheClockGoesBack() {
    GrowingIds ids = new GrowingIds();
    String last = ids.next(NOW);
    for (int i = 0; i < 20_000; i++) {
      String next = ids.next(i % 2 == 0 ? NOW : NOW - 1_000);
      assertTrue(last.compareTo(next) < 0, last + " before " + next);
      last = next;
    }
  }

  @Test
  void areUuidsOfVersionSevenThatCarryTheTime() {
    UUID id = UUID.fromString(new GrowingIds().next(NOW));
    assertEquals(7, id.version());
    assertEquals(2, id.variant());
    assertEquals(NOW, id.getMostSignificantBits() >>> 16);
  }

  @Test
  void areNotBelowTheFirstIdOfTheirMillisecond() {
    String first = UsageReader.firstIdOf(Instant.ofEpochMilli(NOW));
    assertTrue(first.compareTo(new GrowingIds().next(NOW)) <= 0);
    assertTrue(UsageReader.firstIdOf(Instant.ofEpochMilli(NOW + 1)).compareTo(first) > 0);
  }
}
