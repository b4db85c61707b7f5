package io.llmgateway.ledger;

import java.time.Duration;
import java.time.Instant;

/**
 * Which usage records are meant. A null field does not filter. An index serves each filter but
 * those of provider and upstream model: alone, these two need a time span.
 *
 * @param model the public model that was called or answered
 * @param from settled at this time or later
 * @param to settled before this time
 */
public record UsageFilter(
    String requestId,
    String account,
    String key,
    String model,
    String upstreamModel,
    String provider,
    String channel,
    Instant from,
    Instant to) {
  /** The longest time for which records are searched without an index's help. */
  public static final Duration LONGEST_SPAN = Duration.ofDays(31);

  static UsageFilter ofKey(String key, Instant from, Instant to) {
    return new UsageFilter(null, null, key, null, null, null, null, from, to);
  }

  /** Whether an index leads to the records without a look at all others of a long time. */
  public boolean indexed() {
    boolean selects =
        requestId != null || account != null || key != null || model != null || channel != null;
    return selects || provider == null && upstreamModel == null || bounded();
  }

  /** Whether the time span is short enough to look at all records in it. */
  public boolean bounded() {
    return from != null && to != null && !to.isAfter(from.plus(LONGEST_SPAN));
  }
}
