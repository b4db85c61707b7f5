package io.llmgateway;

import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Resilience;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * When a second candidate is asked beside the first, where the operator wants that: after a fixed
 * time, or when the first takes longer than 95 of 100 of its own recent answers did. Safe for use
 * by many threads.
 */
final class Hedging {
  /** Fewer say nothing about the slowest twentieth. */
  static final int LEAST_SAMPLES = 20;

  private static final int SAMPLES = 100;

  private final Executor threads;
  private final Map<Timed, Samples> samples = new ConcurrentHashMap<>();

  private record Timed(String channel, String upstreamModel, boolean streamed) {}

  /**
   * @param threads on which attempts run that are raced
   */
  Hedging(Executor threads) {
    this.threads = threads;
  }

  Executor threads() {
    return threads;
  }

  /**
   * @return after how many nanoseconds a second candidate is asked; 0 for never
   */
  long delay(Resilience how, Candidate first, boolean streamed) {
    return switch (how.hedge()) {
      case NEVER -> 0;
      case FIXED -> how.hedgeAfter().toNanos();
      case PERCENTILE -> {
        Samples known = samples.get(timed(first, streamed));
        yield known == null ? 0 : known.percentile95();
      }
    };
  }

  /**
   * The candidate has begun to answer.
   *
   * @param nanos after the beginning of its attempt
   */
  void began(Resilience how, Candidate candidate, boolean streamed, long nanos) {
    if (how.hedge() == Resilience.Hedge.PERCENTILE) {
      samples.computeIfAbsent(timed(candidate, streamed), key -> new Samples()).add(nanos);
    }
  }

  private static Timed timed(Candidate candidate, boolean streamed) {
    return new Timed(candidate.channel(), candidate.upstreamModel(), streamed);
  }

  /** The latest times, in a ring. */
  private static final class Samples {
    private final long[] ring = new long[SAMPLES];
    private long count;

    synchronized void add(long nanos) {
      ring[(int) (count++ % SAMPLES)] = nanos;
    }

    synchronized long percentile95() {
      int known = (int) Math.min(count, SAMPLES);
      if (known < LEAST_SAMPLES) {
        return 0;
      }
      long[] sorted = Arrays.copyOf(ring, known);
      Arrays.sort(sorted);
      return Math.max(1, sorted[(known * 95 + 99) / 100 - 1]);
    }
  }
}
