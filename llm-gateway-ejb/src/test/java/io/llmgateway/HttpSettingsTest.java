package io.llmgateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpSettingsTest {

  @Test
  void hasTheseDefaults() {
    assertEquals(
        new HttpSettings(
            33_554_432,
            10_000,
            (int) Math.min(1 << 30, Math.max(33_554_432, Runtime.getRuntime().maxMemory() / 8)),
            90,
            Duration.ofSeconds(15),
            Duration.ofSeconds(30)),
        HttpSettings.from(new ConfigView(Map.of())));
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "100B, 100", "64KiB, 65536", "2 MiB, 2097152", "1GiB, 1073741824"})
  void readsSizesWithAndWithoutAUnit(String text, int bytes) {
    assertEquals(bytes, settings("gateway.http.max-body", text).maxBody());
  }

  @ParameterizedTest
  @CsvSource({
    "gateway.http.max-body, 0",
    "gateway.http.max-body, 2GiB",
    "gateway.http.max-body, 9999999999GiB",
    "gateway.http.max-body, 10MB",
    "gateway.http.max-body, -1",
    "gateway.http.max-concurrent, 0",
    "gateway.http.max-inflight-bytes, 1MiB",
    "gateway.http.max-heap, 0",
    "gateway.http.max-heap, 101",
    "gateway.stream.heartbeat, PT0S",
    "gateway.stream.heartbeat, 15s",
    "gateway.shutdown.grace, -PT1S",
  })
  void namesTheValueThatCanNotBeUsed(String name, String value) {
    ConfigException refused = assertThrows(ConfigException.class, () -> settings(name, value));
    assertTrue(refused.getMessage().startsWith(name), refused.getMessage());
  }

  private static HttpSettings settings(String name, String value) {
    return HttpSettings.from(new ConfigView(Map.of(name, value)));
  }
}
