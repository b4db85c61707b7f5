package io.llmgateway;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Keeps repetitions from multiplying the load of a channel that is in trouble: a channel may be
 * asked again by a fifth of the requests that it gets, and by one a second beyond that. What is not
 * used is kept, ten repetitions at the most. Safe for use by many threads.
 */
final class RetryBudget {
  /** Budgets are counted in thousandths of a repetition. */
  private static final long ONE = 1_000;

  private static final long PER_REQUEST = ONE / 5;
  private static final long PER_SECOND = ONE;
  private static final long MOST = 10 * ONE;
  private static final long NANOS_PER_UNIT = 1_000_000_000L / PER_SECOND;

  private final Map<String, Purse> purses = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  RetryBudget(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A request is about to reach the channel for the first time. */
  void asked(String channel) {
    purse(channel).add(nanoTime.getAsLong());
  }

  /**
   * @return whether the channel may be asked once more; then that is counted
   */
  boolean repeat(String channel) {
    return purse(channel).take(nanoTime.getAsLong());
  }

  private Purse purse(String channel) {
    Purse known = purses.get(channel);
    return known != null
        ? known
        : purses.computeIfAbsent(channel, name -> new Purse(nanoTime.getAsLong()));
  }

  private static final class Purse {
    private long units = MOST;
    private long filledAt;

    Purse(long now) {
      filledAt = now;
    }

    synchronized void add(long now) {
      fill(now);
      units = Math.min(MOST, units + PER_REQUEST);
    }

    synchronized boolean take(long now) {
      fill(now);
      if (units < ONE) {
        return false;
      }
      units -= ONE;
      return true;
    }

    private void fill(long now) {
      long grown = (now - filledAt) / NANOS_PER_UNIT;
      if (grown > 0) {
        filledAt += grown * NANOS_PER_UNIT;
        units = Math.min(MOST, units + Math.min(grown, MOST));
      }
    }
  }
}
