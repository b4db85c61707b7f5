package io.llmgateway.it.simulator;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Holds a script at one place until the test opens it, so that a test orders events by knowledge
 * and not by time.
 */
public final class Gate {
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  /** Lets the script go on, now or when it gets here. */
  public void open() {
    open.countDown();
  }

  /**
   * Waits until a script stands at the gate.
   *
   * @throws AssertionError when none does within the time
   */
  public void awaitReached(Duration atMost) {
    try {
      if (!reached.await(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new AssertionError("no script has reached the gate within " + atMost);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  void reach() {
    reached.countDown();
  }

  boolean isOpen() {
    return open.getCount() == 0;
  }
}
