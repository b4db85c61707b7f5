package io.llmgateway.telemetry;

import io.micrometer.core.instrument.Counter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** What content policies stop, and the cases that are kept of it. */
@ApplicationScoped
public class FilterMetrics {
  private final GatewayMetrics metrics;

  @Inject
  public FilterMetrics(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  /** For the container's proxy only. */
  protected FilterMetrics() {
    this(null);
  }

  /**
   * A provider's content policy has stopped an attempt.
   *
   * @param model the public model that was asked
   * @param direction {@code prompt} or {@code answer}
   */
  public void stopped(String model, String direction) {
    Counter.builder("gateway.content.filter")
        .description("Attempts that a provider's content policy stopped")
        .tags("model", model, "direction", direction)
        .register(metrics.registry())
        .increment();
  }

  /**
   * @param result {@code written}, or {@code dropped} when too many waited
   */
  public void reviewCases(String result, int count) {
    Counter.builder("gateway.review.cases")
        .description("Cases for a reviewer")
        .tags("result", result)
        .register(metrics.registry())
        .increment(count);
  }
}
