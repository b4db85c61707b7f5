package io.llmgateway.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;

/** What comes out when a second model answers the same requests unseen. */
@ApplicationScoped
public class ShadowMetrics {
  /** A provider's own word would make endless series. */
  private static final Set<String> FINISHES =
      Set.of(
          "stop",
          "length",
          "tool_calls",
          "content_filter",
          "function_call",
          "none",
          "error",
          "client_gone");

  private final GatewayMetrics metrics;

  @Inject
  public ShadowMetrics(GatewayMetrics metrics) {
    this.metrics = metrics;
  }

  /** For the container's proxy only. */
  protected ShadowMetrics() {
    this(null);
  }

  /**
   * One of the two that are compared.
   *
   * @param model the requested public model
   * @param shadow the public model that answers unseen
   * @param side {@code primary} or {@code shadow}
   */
  public Side side(String model, String shadow, String side) {
    return new Side(Tags.of("model", model, "shadow", shadow, "side", side));
  }

  /** A copy that was not sent: {@code busy}, or one that was refused: {@code refused}. */
  public void left(String model, String shadow, String why) {
    Counter.builder("gateway.shadow.skipped")
        .description("Copies of requests that no second model answered")
        .tags("model", model, "shadow", shadow, "reason", why)
        .register(metrics.registry())
        .increment();
  }

  /** Takes the figures of one side. */
  public final class Side {
    private final Tags tags;

    private Side(Tags tags) {
      this.tags = tags;
    }

    public void ended(Duration firstToken, Duration total, long outputTokens, String finishReason) {
      Timer.builder("gateway.shadow.time.to.first.token")
          .description("Of compared models, until the first useful event")
          .tags(tags)
          .register(metrics.registry())
          .record(firstToken);
      Timer.builder("gateway.shadow.duration")
          .description("Of compared models, the whole answer")
          .tags(tags)
          .register(metrics.registry())
          .record(total);
      DistributionSummary.builder("gateway.shadow.output.tokens")
          .description("Of compared models, the length of the answer")
          .tags(tags)
          .register(metrics.registry())
          .record(outputTokens);
      Counter.builder("gateway.shadow.finish")
          .description("Of compared models, how answers ended")
          .tags(tags.and("reason", FINISHES.contains(finishReason) ? finishReason : "other"))
          .register(metrics.registry())
          .increment();
    }
  }
}
