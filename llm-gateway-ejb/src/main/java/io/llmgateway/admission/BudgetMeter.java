package io.llmgateway.admission;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAmount;

/**
 * What one key has spent and reserved in the current budget period. Reserving before and settling
 * after, so that concurrent requests can not pass one budget together.
 */
final class BudgetMeter {
  private final KeySettings key;
  private final KeySettings.Budget budget;
  private final SpendHistory history;
  private final Clock clock;
  private Instant periodStart = Instant.MIN;
  private BigDecimal spent = BigDecimal.ZERO;
  private BigDecimal reserved = BigDecimal.ZERO;

  BudgetMeter(KeySettings key, SpendHistory history, Clock clock) {
    this.key = key;
    this.budget = key.budget();
    this.history = history;
    this.clock = clock;
  }

  /**
   * @return whether the amount fits into what is left; if so it is reserved
   */
  synchronized boolean reserve(BigDecimal amount) {
    Instant start = startOfPeriod(budget.period(), clock.instant());
    if (!start.equals(periodStart)) {
      spent = history.spentSince(key.account(), key.name(), start);
      periodStart = start;
    }
    BigDecimal after = spent.add(reserved).add(amount);
    if (after.compareTo(budget.amount()) > 0 || spent.compareTo(budget.amount()) >= 0) {
      return false;
    }
    reserved = reserved.add(amount);
    return true;
  }

  /** Gives a reservation back and counts what was charged instead. */
  synchronized void settle(BigDecimal reservation, BigDecimal charged) {
    reserved = reserved.subtract(reservation);
    spent = spent.add(charged);
  }

  static Instant startOfPeriod(TemporalAmount period, Instant now) {
    if (period instanceof Period calendar) {
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      return startOfCalendarPeriod(calendar, today).atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    long seconds = ((Duration) period).toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds);
  }

  private static LocalDate startOfCalendarPeriod(Period period, LocalDate today) {
    if (period.toTotalMonths() > 0) {
      long months = period.toTotalMonths();
      long since = today.getYear() * 12L + today.getMonthValue() - 1;
      long start = Math.floorDiv(since, months) * months;
      return LocalDate.of((int) (start / 12), (int) (start % 12) + 1, 1);
    }
    LocalDate monday = LocalDate.of(1970, 1, 5);
    long days = ChronoUnit.DAYS.between(monday, today);
    return monday.plusDays(Math.floorDiv(days, period.getDays()) * period.getDays());
  }
}
