package io.llmgateway.moderation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReviewLogTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private final List<String> written = new ArrayList<>();
  private final List<Instant> purged = new ArrayList<>();
  private int counted;
  private int dropped;
  private boolean away;

  private final ReviewLog log =
      new ReviewLog(
          new ReviewStore() {
            @Override
            public void insert(ReviewCase stopped) {
              requireDatabase();
              written.add(stopped.id());
            }

            @Override
            public int removeBefore(Instant time) {
              requireDatabase();
              purged.add(time);
              return 1;
            }
          },
          new ReviewMeter() {
            @Override
            public void written() {
              counted++;
            }

            @Override
            public void dropped(int count) {
              dropped += count;
            }
          },
          Clock.fixed(NOW, ZoneOffset.UTC));

  private void requireDatabase() {
    if (away) {
      throw new IllegalStateException("no database");
    }
  }

  private void add(String... ids) {
    for (String id : ids) {
      log.add(ReviewCases.of(id, "prompt", "answer", NOW));
    }
  }

  private void apply(int queue, Duration keep) {
    log.apply(new FilterSettings(FilterPolicy.REVIEW, Map.of(), keep, 1_000, queue));
  }

  @Test
  void writesInOrderAndCounts() {
    add("1", "2");
    log.flush();
    assertEquals(List.of("1", "2"), written);
    assertEquals(2, counted);
  }

  @Test
  void waitsForADatabaseThatIsAwayAndLosesNothing() {
    away = true;
    add("1", "2");
    log.flush();
    assertEquals(List.of(), written);
    away = false;
    add("3");
    log.flush();
    assertEquals(List.of("1", "2", "3"), written);
    assertEquals(0, dropped);
  }

  @Test
  void dropsAndCountsWhatIsTooMuch() {
    apply(2, Duration.ofDays(1));
    add("1", "2", "3", "4");
    log.flush();
    assertEquals(List.of("1", "2"), written);
    assertEquals(2, dropped);
  }

  @Test
  void writesWhatWaitsWhenItStops() {
    add("1");
    log.stop();
    assertEquals(List.of("1"), written);
    away = true;
    add("2");
    log.stop();
    assertEquals(1, dropped);
  }

  @Test
  void removesWhatIsOldEnough() {
    apply(1, Duration.ofDays(7));
    log.purge();
    assertEquals(List.of(NOW.minus(Duration.ofDays(7))), purged);
    away = true;
    log.purge();
    assertEquals(1, purged.size());
  }
}
