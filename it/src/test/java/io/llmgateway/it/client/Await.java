package io.llmgateway.it.client;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition that nobody signals. */
public final class Await {
  private static final long INTERVAL_NANOS = Duration.ofMillis(20).toNanos();

  private Await() {}

  /**
   * @param what completes the sentence "has not come true: ..."
   * @throws AssertionError when the condition has not become true within the time
   */
  public static void until(String what, Duration atMost, BooleanSupplier condition) {
    long until = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError("has not come true within " + atMost + ": " + what);
      }
      LockSupport.parkNanos(INTERVAL_NANOS);
    }
  }
}
