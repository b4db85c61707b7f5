package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between two attempts, on the request's own thread and without any lock. */
@FunctionalInterface
interface Pause {

  /**
   * @param length zero or more
   * @return false when the call was cancelled, which ends the wait at once
   */
  boolean await(Duration length, Cancellation cancellation);

  /** Waits by the clock on the wall. */
  static boolean really(Duration length, Cancellation cancellation) {
    CountDownLatch cancelled = new CountDownLatch(1);
    try (Cancellation.Registration registration = cancellation.onCancel(cancelled::countDown)) {
      return !cancelled.await(length.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
