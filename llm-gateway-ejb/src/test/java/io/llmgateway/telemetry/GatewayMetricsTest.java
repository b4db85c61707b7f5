package io.llmgateway.telemetry;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class GatewayMetricsTest {

  @Test
  void writesPrometheusTextWithTheLibrariesThatTheEarHas() {
    String text = new GatewayMetrics().scrape();
    assertTrue(text.contains("# TYPE gateway_active_streams gauge"), text);
    assertTrue(text.contains("gateway_active_streams 0.0"), text);
  }
}
