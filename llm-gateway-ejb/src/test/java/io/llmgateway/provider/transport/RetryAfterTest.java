package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a provider wants to be asked again. */
class RetryAfterTest {
  private static final String NOW = "Sat, 21 Nov 2026 11:00:00 GMT";

  /** Headers are {@code name=value}, separated by semicolons; the wait is in milliseconds. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after=27|27000",
        "retry-after=0|0",
        "retry-after=1.5|1500",
        "retry-after= 2 |2000",
        "retry-after=Sat, 21 Nov 2026 11:01:30 GMT|90000",
        "retry-after=Saturday, 21-Nov-26 11:01:30 GMT|90000",
        "retry-after=Sat Nov 21 11:01:30 2026|90000",
        "retry-after=2026-11-21T11:01:30Z|90000",
        "retry-after=Sat, 21 Nov 2026 10:00:00 GMT|0",
        "retry-after-ms=1500;retry-after=2|1500",
        "retry-after-ms=soon;retry-after=2|2000",
        "retry-after=99999999999|86400000",
        "retry-after=1e300|86400000",
        "retry-after=Infinity|86400000",
        "x-ratelimit-reset-requests=6m0s|360000",
        "x-ratelimit-reset-requests=1h2m3.5s|3723500",
        "x-ratelimit-reset-tokens=20ms|20",
        "x-ratelimit-reset-requests=8.64s;x-ratelimit-reset-tokens=6m|8640",
        "x-ratelimit-reset-requests=1s;x-ratelimit-reset-tokens=6m;x-ratelimit-remaining-tokens=0|360000",
        "anthropic-ratelimit-requests-reset=2026-11-21T11:00:05Z|5000",
        "x-ratelimit-reset=30|30000",
        "x-ratelimit-reset=1795258830|30000",
        "x-ratelimit-reset=1795258830000|30000",
        "retry-after=3;x-ratelimit-reset-requests=6m0s|3000",
      })
  void isReadInEveryForm(String headers, long millis) {
    assertEquals(Duration.ofMillis(millis), wait(429, headers, ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "retry-after=-1",
        "retry-after=soon",
        "retry-after=NaN",
        "retry-after=2f",
        "retry-after=1d",
        "retry-after=0x1p3",
        "retry-after=",
        "retry-after-ms=-5",
        "x-ratelimit-reset-requests=-3s",
        "x-ratelimit-reset-requests=later",
        "x-ratelimit-reset=-1",
        "x-ratelimit-remaining-requests=0",
      })
  void isNotSaidByWhatIsNoTime(String headers) {
    assertNull(wait(429, headers, ""));
  }

  @Test
  void isNotSaidByTheLimitsOfAnAnswerThatFailedForAnotherReason() {
    assertNull(wait(500, "x-ratelimit-reset-requests=6m0s", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Rate limit reached for m: Limit 3, Used 3. Please try again in 20s. Visit ...|20000",
        "Rate limit reached. Please try again in 1m2.5s.|62500",
        "Rate limit reached. Please try again in 350ms.|350",
        "Too many requests, retry after 5s|5000",
      })
  void isReadFromTheMessageWhenNoHeaderSaysIt(String message, long millis) {
    String body = "{\"error\":{\"message\":\"" + message + "\"}}";
    assertEquals(Duration.ofMillis(millis), wait(429, "", body));
    assertEquals(Duration.ofSeconds(1), wait(429, "retry-after=1", body));
  }

  private static Duration wait(int status, String headers, String body) {
    Map<String, String> all = new HashMap<>();
    all.put("date", NOW);
    for (String header : headers == null ? new String[0] : headers.split(";")) {
      int equals = header.indexOf('=');
      if (equals > 0) {
        all.put(header.substring(0, equals), header.substring(equals + 1));
      }
    }
    return OutcomeClassifier.refusal(status, all::get, body.getBytes(StandardCharsets.UTF_8))
        .retryAfter();
  }
}
