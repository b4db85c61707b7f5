package io.llmgateway.provider.transport;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * The provider's word on when to come back (RFC 9110, 10.2.3, and the headers in use beside it).
 * What is negative or no time at all is not said; what is absurdly long counts as a day.
 */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Pattern NUMBER =
      Pattern.compile("\\+?\\d+(?:\\.\\d*)?(?:[eE]\\d+)?|Infinity");

  /** The three forms of a date that RFC 9110, 5.6.7, asks for, and the one of RFC 3339. */
  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.RFC_1123_DATE_TIME,
          new DateTimeFormatterBuilder()
              .appendPattern("EEEE, dd-MMM-")
              .appendValueReduced(ChronoField.YEAR, 2, 2, 2000)
              .appendPattern(" HH:mm:ss zzz")
              .toFormatter(Locale.ENGLISH),
          DateTimeFormatter.ISO_OFFSET_DATE_TIME);

  private static final DateTimeFormatter ASCTIME =
      DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

  private RetryAfter() {}

  /**
   * @return null when nothing usable is said
   */
  static Duration of(UnaryOperator<String> header) {
    Duration exact = number(header.apply("retry-after-ms"), 1);
    if (exact != null) {
      return exact;
    }
    String value = header.apply("retry-after");
    Duration seconds = number(value, 1000);
    return seconds != null ? seconds : until(instant(value), header);
  }

  /** Reads {@code 27s} or {@code 0.5s}, as Google's RetryInfo writes it. */
  static Duration ofText(String text) {
    return text == null || !text.endsWith("s")
        ? null
        : number(text.substring(0, text.length() - 1), 1000);
  }

  /**
   * @param millis how many milliseconds one is
   * @return null when the text is no number, or a negative one
   */
  static Duration number(String text, int millis) {
    if (text == null || !NUMBER.matcher(text.trim()).matches()) {
      return null;
    }
    double value = Double.parseDouble(text.trim()) * millis;
    return atMost(Duration.ofMillis((long) Math.ceil(value)));
  }

  /** Measured against the provider's own clock when it tells the time. */
  static Duration until(Instant until, UnaryOperator<String> header) {
    if (until == null) {
      return null;
    }
    Instant from = instant(header.apply("date"));
    Duration wait = Duration.between(from == null ? Clock.systemUTC().instant() : from, until);
    return wait.isNegative() ? Duration.ZERO : atMost(wait);
  }

  /**
   * @return null when the text is no date
   */
  static Instant instant(String text) {
    if (text == null || text.length() < 10) {
      return null;
    }
    for (DateTimeFormatter form : DATES) {
      try {
        return ZonedDateTime.parse(text.trim(), form).toInstant();
      } catch (DateTimeException e) {
        // not of this form
      }
    }
    try {
      return LocalDateTime.parse(text.trim(), ASCTIME).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  static Duration atMost(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
