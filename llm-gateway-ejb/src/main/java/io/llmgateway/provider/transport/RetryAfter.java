package io.llmgateway.provider.transport;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.function.UnaryOperator;

/**
 * The provider's word on when to come back (RFC 9110, 10.2.3, and the headers in use beside it).
 */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(1);

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
    return seconds != null ? seconds : date(value, header.apply("date"));
  }

  /** Reads {@code 27s} or {@code 0.5s}, as Google's RetryInfo writes it. */
  static Duration ofText(String text) {
    return text == null || !text.endsWith("s")
        ? null
        : number(text.substring(0, text.length() - 1), 1000);
  }

  private static Duration number(String text, int millis) {
    if (text == null) {
      return null;
    }
    try {
      double value = Double.parseDouble(text.trim()) * millis;
      return value >= 0 ? atMost(Duration.ofMillis((long) Math.ceil(value))) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Measured against the provider's own clock when it tells the time. */
  private static Duration date(String text, String now) {
    Instant until = instant(text);
    if (until == null) {
      return null;
    }
    Instant from = instant(now);
    Duration wait = Duration.between(from == null ? Clock.systemUTC().instant() : from, until);
    return wait.isNegative() ? Duration.ZERO : atMost(wait);
  }

  private static Instant instant(String text) {
    if (text == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(text.trim(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static Duration atMost(Duration wait) {
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
