package io.llmgateway.api.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateLimitHeadersTest {

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0ms",
    "PT0.012S, 12ms",
    "PT0.0001S, 1ms",
    "PT1S, 1s",
    "PT1.5S, 1.5s",
    "PT59.999S, 59.999s",
    "PT1M, 1m0s",
    "PT6M0.2S, 6m1s",
    "PT1H2M3S, 1h2m3s",
  })
  void writesDurationsAsOpenAiDoes(Duration duration, String written) {
    assertEquals(written, RateLimitHeaders.written(duration));
  }
}
