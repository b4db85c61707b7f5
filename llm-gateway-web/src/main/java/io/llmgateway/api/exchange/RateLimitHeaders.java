package io.llmgateway.api.exchange;

import io.llmgateway.admission.Limit;
import io.llmgateway.admission.RateLimitState;
import jakarta.ws.rs.core.Response.ResponseBuilder;
import java.time.Duration;

/** What is left of the caller's limits, in the headers of OpenAI. */
public final class RateLimitHeaders {
  private RateLimitHeaders() {}

  public static ResponseBuilder add(ResponseBuilder response, RateLimitState limits) {
    add(response, "requests", limits.requests());
    add(response, "tokens", limits.tokens());
    return response;
  }

  private static void add(ResponseBuilder response, String what, Limit limit) {
    if (limit != null) {
      response
          .header("x-ratelimit-limit-" + what, limit.limit())
          .header("x-ratelimit-remaining-" + what, limit.remaining())
          .header("x-ratelimit-reset-" + what, written(limit.reset()));
    }
  }

  /**
   * @return a duration as OpenAI writes it: {@code 12ms}, {@code 1s}, {@code 1.5s}, {@code 6m0s},
   *     {@code 1h2m3s}; rounded up to a millisecond, above a minute to a second
   */
  static String written(Duration duration) {
    long millis = Math.max(0, duration.plusNanos(999_999).toMillis());
    if (millis < 1_000) {
      return millis + "ms";
    }
    if (millis < 60_000) {
      long rest = millis % 1_000;
      String fraction = rest == 0 ? "" : "." + String.format("%03d", rest).replaceAll("0+$", "");
      return millis / 1_000 + fraction + "s";
    }
    long seconds = (millis + 999) / 1_000;
    String minutes = seconds % 3_600 / 60 + "m" + seconds % 60 + "s";
    return seconds < 3_600 ? minutes : seconds / 3_600 + "h" + minutes;
  }
}
