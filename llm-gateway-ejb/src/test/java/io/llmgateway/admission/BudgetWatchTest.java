package io.llmgateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BudgetWatchTest {
  private Instant now = Instant.parse("2026-11-21T10:00:00Z");
  private BigDecimal booked = BigDecimal.ZERO;
  private final Set<String> written = new HashSet<>();
  private final List<String> told = new ArrayList<>();

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now;
        }

        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }
      };

  @Test
  void tellsEachThresholdOnceInAPeriodWhicheverNodePassesIt() {
    BudgetMeter here = meter();
    BudgetMeter there = meter();
    BudgetWatch watch = watch();
    BudgetWatch otherWatch = watch();
    spend(here, "4.9");
    look(watch, here);
    assertEquals(List.of(), told);
    spend(here, "3.2");
    look(watch, here);
    look(watch, here);
    booked = new BigDecimal("8.1");
    look(otherWatch, there);
    assertEquals(List.of("key app 50", "key app 80"), told);
    now = Instant.parse("2026-11-22T00:00:00Z");
    booked = BigDecimal.ZERO;
    spend(here, "5");
    look(watch, here);
    assertEquals(List.of("key app 50", "key app 80", "key app 50"), told);
  }

  @Test
  void countsWhatOtherNodesHaveSpent() {
    BudgetMeter here = meter();
    assertTrue(here.reserve(new BigDecimal("3")));
    booked = new BigDecimal("9");
    look(watch(), here);
    assertFalse(here.reserve(new BigDecimal("0.5")));
  }

  @Test
  void looksOnlyAtBudgetsThatAreUsed() {
    BudgetMeter here = meter();
    assertTrue(here.startRefresh());
    assertFalse(here.startRefresh());
    spend(here, "1");
    assertTrue(here.startRefresh());
  }

  private void spend(BudgetMeter meter, String amount) {
    assertTrue(meter.reserve(new BigDecimal(amount)));
    meter.settle(new BigDecimal(amount), new BigDecimal(amount));
  }

  private static void look(BudgetWatch watch, BudgetMeter meter) {
    watch.look(List.of(meter), List.of(50, 80, 100));
  }

  private BudgetWatch watch() {
    return new BudgetWatch(
        (budget, start, percent, at) -> written.add(budget + start + percent),
        (subject, percent, text) -> told.add(subject + " " + percent),
        clock);
  }

  private BudgetMeter meter() {
    return new BudgetMeter(
        new Subject(Subject.Kind.KEY, "app"),
        "team",
        new KeySettings.Budget(BigDecimal.TEN, Period.ofDays(1)),
        (account, key, from) -> booked,
        clock);
  }
}
