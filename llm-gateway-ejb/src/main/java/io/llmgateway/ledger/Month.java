package io.llmgateway.ledger;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;

/**
 * A month of the books, in UTC. What an id belongs to is the month of the time that it carries, so
 * an entry is in one month for ever, whatever the clocks of other machines say.
 */
public record Month(YearMonth value) {

  /**
   * @param text such as {@code 2026-10}
   * @throws DateTimeException for anything else
   */
  public static Month parse(String text) {
    return new Month(YearMonth.parse(text));
  }

  static Month of(Instant time) {
    return new Month(YearMonth.from(time.atZone(ZoneOffset.UTC)));
  }

  /**
   * @param id a UUIDv7
   * @throws IllegalArgumentException when it is none
   */
  static Month ofId(String id) {
    return of(Instant.ofEpochMilli(UUID.fromString(id).getMostSignificantBits() >>> 16));
  }

  public Instant start() {
    return value.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** The first moment after it. */
  public Instant end() {
    return next().start();
  }

  public LocalDate lastDay() {
    return value.atEndOfMonth();
  }

  Month next() {
    return new Month(value.plusMonths(1));
  }

  /** The smallest id of the month. */
  String firstId() {
    return UsageReader.firstIdOf(start());
  }

  /** The smallest id after the month. */
  String endId() {
    return UsageReader.firstIdOf(end());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
