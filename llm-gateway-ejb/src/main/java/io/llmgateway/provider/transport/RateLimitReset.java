package io.llmgateway.provider.transport;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a rate limit is over, from the headers and words that tell of limits: {@code
 * x-ratelimit-reset-requests: 6m0s} (<a
 * href="https://platform.openai.com/docs/guides/rate-limits">OpenAI</a>), {@code
 * anthropic-ratelimit-tokens-reset: 2026-11-21T12:00:00Z} (<a
 * href="https://docs.anthropic.com/en/api/rate-limits">Anthropic</a>), {@code x-ratelimit-reset} in
 * seconds or since the epoch, and "Please try again in 1.5s".
 */
final class RateLimitReset {
  /** What remains, and when it is whole again. */
  private static final String[][] LIMITS = {
    {"x-ratelimit-remaining-requests", "x-ratelimit-reset-requests"},
    {"x-ratelimit-remaining-tokens", "x-ratelimit-reset-tokens"},
    {"anthropic-ratelimit-requests-remaining", "anthropic-ratelimit-requests-reset"},
    {"anthropic-ratelimit-tokens-remaining", "anthropic-ratelimit-tokens-reset"},
    {"anthropic-ratelimit-input-tokens-remaining", "anthropic-ratelimit-input-tokens-reset"},
    {"anthropic-ratelimit-output-tokens-remaining", "anthropic-ratelimit-output-tokens-reset"},
    {"x-ratelimit-remaining", "x-ratelimit-reset"},
    {"ratelimit-remaining", "ratelimit-reset"},
  };

  private static final Pattern PART = Pattern.compile("(\\d+(?:\\.\\d+)?)(ms|s|m|h|d)");
  private static final Pattern WHOLE = Pattern.compile("(?:\\d+(?:\\.\\d+)?(?:ms|s|m|h|d))+");
  private static final Pattern TRY_AGAIN =
      Pattern.compile(
          "(?i)(?:try again|retry) (?:in|after) ((?:\\d+(?:\\.\\d+)?(?:ms|s|m|h|d))+)\\b");

  /** Seconds from now are fewer than this, seconds since the epoch are more. */
  private static final long EPOCH_SECONDS = 1_000_000_000L;

  private static final long EPOCH_MILLIS = 1_000_000_000_000L;

  private RateLimitReset() {}

  /**
   * @return when the last of the exhausted limits is reset; when none is said to be exhausted, when
   *     the first of all is; null when nothing is said
   */
  static Duration of(UnaryOperator<String> header) {
    List<Duration> exhausted = new ArrayList<>(0);
    List<Duration> all = new ArrayList<>(0);
    for (String[] limit : LIMITS) {
      Duration reset = reset(header.apply(limit[1]), header);
      if (reset != null) {
        all.add(reset);
        String remaining = header.apply(limit[0]);
        if (remaining != null && remaining.trim().matches("-?0+|-\\d+")) {
          exhausted.add(reset);
        }
      }
    }
    return exhausted.stream()
        .max(Comparator.naturalOrder())
        .or(() -> all.stream().min(Comparator.naturalOrder()))
        .orElse(null);
  }

  /**
   * @return what a message such as "Please try again in 6m0s" says, or null
   */
  static Duration ofMessage(String message) {
    if (message == null) {
      return null;
    }
    Matcher matcher = TRY_AGAIN.matcher(message);
    return matcher.find() ? parts(matcher.group(1)) : null;
  }

  private static Duration reset(String text, UnaryOperator<String> header) {
    if (text == null) {
      return null;
    }
    String value = text.trim();
    if (WHOLE.matcher(value).matches()) {
      return parts(value);
    }
    if (value.matches("\\d{10,18}")) {
      long number = Long.parseLong(value);
      if (number >= EPOCH_SECONDS) {
        Instant until =
            number >= EPOCH_MILLIS ? Instant.ofEpochMilli(number) : Instant.ofEpochSecond(number);
        return RetryAfter.until(until, header);
      }
    }
    Duration seconds = RetryAfter.number(value, 1000);
    return seconds != null ? seconds : RetryAfter.until(RetryAfter.instant(value), header);
  }

  private static Duration parts(String text) {
    double millis = 0;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      millis += Double.parseDouble(part.group(1)) * unit(part.group(2));
    }
    return RetryAfter.number(Double.toString(millis), 1);
  }

  private static int unit(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      default -> 86_400_000;
    };
  }
}
