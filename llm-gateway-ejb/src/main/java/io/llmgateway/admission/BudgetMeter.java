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
 * What one key or account has spent and reserved in the current budget period. Reserving before and
 * settling after, so that concurrent requests can not pass one budget together.
 */
final class BudgetMeter {
  private final Subject subject;
  private final String account;
  private final KeySettings.Budget budget;
  private final SpendHistory history;
  private final Clock clock;
  private Instant periodStart;
  private BigDecimal spent;
  private BigDecimal reserved = BigDecimal.ZERO;
  private boolean stirred = true;

  /** Reads what was spent before. */
  BudgetMeter(
      Subject subject,
      String account,
      KeySettings.Budget budget,
      SpendHistory history,
      Clock clock) {
    this.subject = subject;
    this.account = account;
    this.budget = budget;
    this.history = history;
    this.clock = clock;
    this.periodStart = startOfPeriod(budget.period(), clock.instant());
    this.spent = spentSince(periodStart);
  }

  private BigDecimal spentSince(Instant start) {
    return history.spentSince(
        account, subject.kind() == Subject.Kind.KEY ? subject.name() : null, start);
  }

  Subject subject() {
    return subject;
  }

  String account() {
    return account;
  }

  KeySettings.Budget budget() {
    return budget;
  }

  /**
   * @return whether the amount fits into what is left; if so it is reserved
   */
  synchronized boolean reserve(BigDecimal amount) {
    turnOver();
    stirred = true;
    BigDecimal after = spent.add(reserved).add(amount);
    if (after.compareTo(budget.amount()) > 0 || spent.compareTo(budget.amount()) >= 0) {
      return false;
    }
    reserved = reserved.add(amount);
    return true;
  }

  /** Gives a reservation back and counts what was charged instead. */
  synchronized void settle(BigDecimal reservation, BigDecimal charged) {
    turnOver();
    stirred = true;
    reserved = reserved.subtract(reservation);
    spent = spent.add(charged);
  }

  /** A new period begins with nothing spent; what other nodes spend in it is read later. */
  private void turnOver() {
    Instant start = startOfPeriod(budget.period(), clock.instant());
    if (start.isAfter(periodStart)) {
      periodStart = start;
      spent = BigDecimal.ZERO;
    }
  }

  /**
   * How far the budget is used.
   *
   * @param periodStart of the period that it is used in
   */
  record Use(Instant periodStart, BigDecimal spent) {}

  /**
   * @return subject and period, as one text
   */
  String name() {
    return subject.kind() + ":" + subject.name() + ":" + budget.period();
  }

  /**
   * @return whether it has been used since the last time
   */
  synchronized boolean startRefresh() {
    boolean due = stirred;
    stirred = false;
    return due;
  }

  synchronized void refreshFailed() {
    stirred = true;
  }

  /** Reads what all nodes have spent, which takes a while; requests go on meanwhile. */
  Use refresh() {
    Instant start;
    synchronized (this) {
      turnOver();
      start = periodStart;
    }
    BigDecimal booked = spentSince(start);
    synchronized (this) {
      if (start.equals(periodStart)) {
        spent = spent.max(booked);
      }
      return new Use(periodStart, spent);
    }
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
