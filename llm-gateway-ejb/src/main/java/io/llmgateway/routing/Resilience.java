package io.llmgateway.routing;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;

/**
 * What is done beyond failover for the answers of a public model; nothing unless set.
 *
 * @param hedge when a second candidate is asked beside a first that does not begin: never, after a
 *     fixed time, or after its own 95th percentile; {@code gateway.model.<model>.hedge.after}
 * @param hedgeAfter the fixed time, or null
 * @param rescue whether another candidate goes on with a stream that was cut; {@code
 *     gateway.model.<model>.rescue}
 */
public record Resilience(Hedge hedge, Duration hedgeAfter, boolean rescue) {
  public static final Resilience NONE = new Resilience(Hedge.NEVER, null, false);

  /** When a second candidate is asked. */
  public enum Hedge {
    NEVER,
    FIXED,
    PERCENTILE
  }

  static Resilience from(ConfigView view, String prefix) {
    boolean rescue = view.flag(prefix + "rescue").orElse(false);
    String name = prefix + "hedge.after";
    String after = view.text(name).orElse("");
    if (after.isEmpty()) {
      return new Resilience(Hedge.NEVER, null, rescue);
    }
    if (after.equals("p95")) {
      return new Resilience(Hedge.PERCENTILE, null, rescue);
    }
    Duration fixed = view.duration(name).orElseThrow();
    if (fixed.isZero() || fixed.isNegative() || fixed.compareTo(Duration.ofHours(1)) > 0) {
      throw new ConfigException(
          name, "must be p95, or more than zero and at most an hour: " + fixed);
    }
    return new Resilience(Hedge.FIXED, fixed, rescue);
  }
}
