package io.llmgateway.catalog;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/**
 * Hours of the day, on some days of the week, in a vendor's time zone. From {@code from} inclusive
 * until {@code to} exclusive by the clock on the wall there; a window that ends before it begins
 * lasts past midnight, and belongs to the day on which it began; one that ends when it begins lasts
 * a whole day.
 *
 * @param from whole minutes
 * @param to whole minutes
 * @param days on which it begins, at least one
 */
public record DailyWindow(LocalTime from, LocalTime to, ZoneId zone, Set<DayOfWeek> days) {
  /** Of a window that opens every day. */
  public static final Set<DayOfWeek> EVERY_DAY = Set.of(DayOfWeek.values());

  public DailyWindow {
    days = Set.copyOf(days);
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a window opens on one day of the week at least");
    }
    if (!wholeMinutes(from) || !wholeMinutes(to)) {
      throw new IllegalArgumentException("a window begins and ends at a whole minute");
    }
  }

  public boolean contains(Instant time) {
    LocalDateTime local = LocalDateTime.ofInstant(time, zone);
    LocalTime hour = local.toLocalTime();
    DayOfWeek today = local.getDayOfWeek();
    if (from.isBefore(to)) {
      return days.contains(today) && !hour.isBefore(from) && hour.isBefore(to);
    }
    return !hour.isBefore(from) ? days.contains(today) : hour.isBefore(to) && sinceYesterday(today);
  }

  private boolean sinceYesterday(DayOfWeek today) {
    return days.contains(today.minus(1));
  }

  private static boolean wholeMinutes(LocalTime time) {
    return time.equals(time.truncatedTo(ChronoUnit.MINUTES));
  }
}
