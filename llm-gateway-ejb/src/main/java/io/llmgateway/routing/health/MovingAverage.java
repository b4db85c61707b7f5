package io.llmgateway.routing.health;

import java.util.OptionalDouble;

/**
 * An average in which what is a minute old has little weight left, and the latest value at least a
 * tenth.
 */
final class MovingAverage {
  private static final double MEMORY_NANOS = 60e9;
  private static final double LEAST_WEIGHT = 0.1;

  private double value = Double.NaN;
  private long at;

  synchronized void add(double sample, long now) {
    if (Double.isNaN(value)) {
      value = sample;
    } else {
      double weight = Math.max(LEAST_WEIGHT, 1 - Math.exp(-(now - at) / MEMORY_NANOS));
      value += weight * (sample - value);
    }
    at = now;
  }

  /** Adds what is known to be at least this much, which tells nothing when it is less. */
  synchronized void addAtLeast(double bound, long now) {
    if (Double.isNaN(value) || bound > value) {
      add(bound, now);
    }
  }

  synchronized OptionalDouble value() {
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
