package io.llmgateway.bench;

import java.util.Arrays;

/** Durations in nanoseconds; added by one thread, read when that thread has finished. */
final class Latencies {
  private long[] nanos = new long[4_096];
  private int size;

  void add(long duration) {
    if (size == nanos.length) {
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    nanos[size++] = duration;
  }

  int size() {
    return size;
  }

  /** The p-th percentile in milliseconds, NaN when there is none. */
  double millis(double p) {
    if (size == 0) {
      return Double.NaN;
    }
    long[] sorted = Arrays.copyOf(nanos, size);
    Arrays.sort(sorted);
    return sorted[(int) Math.min(size - 1, Math.round(Math.floor(p / 100 * size)))] / 1e6;
  }
}
