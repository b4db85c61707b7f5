package io.llmgateway.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.eclipse.microprofile.metrics.Metadata;
import org.eclipse.microprofile.metrics.MetricRegistry;
import org.eclipse.microprofile.metrics.Tag;

/**
 * Shows the gateway's meters in the server's own MicroProfile Metrics too, where the server has
 * them (Open Liberty has, WildFly has not): each as gauges that read the original.
 */
@ApplicationScoped
public class MicroProfileMirror {
  private final Instance<MetricRegistry> registries;
  private final GatewayMetrics metrics;

  @Inject
  public MicroProfileMirror(@Any Instance<MetricRegistry> registries, GatewayMetrics metrics) {
    this.registries = registries;
    this.metrics = metrics;
  }

  /** For the container's proxy only. */
  protected MicroProfileMirror() {
    this(null, null);
  }

  /** Mirrors the meters that exist and those to come; does nothing where there is no registry. */
  public void start() {
    Instance<MetricRegistry> plain =
        registries.select(jakarta.enterprise.inject.Default.Literal.INSTANCE);
    if (!plain.isResolvable()) {
      return;
    }
    MetricRegistry registry = plain.get();
    metrics.registry().config().onMeterAdded(meter -> mirror(registry, meter));
    metrics.registry().getMeters().forEach(meter -> mirror(registry, meter));
  }

  private static void mirror(MetricRegistry registry, Meter meter) {
    if (meter instanceof Counter counter) {
      gauge(registry, meter, "", counter, Counter::count);
    } else if (meter instanceof Gauge gauge) {
      gauge(registry, meter, "", gauge, Gauge::value);
    } else if (meter instanceof Timer timer) {
      gauge(registry, meter, "_count", timer, Timer::count);
      gauge(registry, meter, "_seconds_sum", timer, t -> t.totalTime(TimeUnit.SECONDS));
    } else if (meter instanceof DistributionSummary summary) {
      gauge(registry, meter, "_count", summary, DistributionSummary::count);
      gauge(registry, meter, "_sum", summary, DistributionSummary::totalAmount);
    }
  }

  private static <M> void gauge(
      MetricRegistry registry, Meter meter, String suffix, M source, ToDoubleFunction<M> value) {
    Metadata metadata =
        Metadata.builder()
            .withName(meter.getId().getName().replace('.', '_') + suffix)
            .withDescription(String.valueOf(meter.getId().getDescription()))
            .build();
    Tag[] tags =
        meter.getId().getTags().stream()
            .map(tag -> new Tag(tag.getKey(), tag.getValue()))
            .toArray(Tag[]::new);
    registry.gauge(metadata, source, value::applyAsDouble, tags);
  }
}
