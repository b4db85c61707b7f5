package io.llmgateway.provider.transport;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Looks at all attempts in flight every few milliseconds and aborts those whose deadline is past.
 *
 * <p>One thread for all, instead of a scheduled task per read: an attempt tells its progress with a
 * volatile write, and a thousand streams cost a thousand comparisons per tick.
 */
final class DeadlineWatcher implements AutoCloseable {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long HOUSEKEEPING = TimeUnit.SECONDS.toNanos(5);

  private static final Logger LOG = Logger.getLogger(DeadlineWatcher.class.getName());

  private final Set<Attempt> inFlight = ConcurrentHashMap.newKeySet();
  private final Runnable housekeeping;
  private final Object startLock = new Object();
  private volatile Thread thread;
  private volatile boolean asleep;
  private volatile boolean closed;

  /**
   * @param housekeeping done every few seconds while there was work since
   */
  DeadlineWatcher(Runnable housekeeping) {
    this.housekeeping = housekeeping;
  }

  void watch(Attempt attempt) {
    inFlight.add(attempt);
    Thread watcher = thread;
    if (watcher == null) {
      start();
    } else if (asleep) {
      LockSupport.unpark(watcher);
    }
  }

  void forget(Attempt attempt) {
    inFlight.remove(attempt);
  }

  private void start() {
    synchronized (startLock) {
      if (thread == null && !closed) {
        Thread watcher = new Thread(this::run, "llm-gateway-deadlines");
        watcher.setDaemon(true);
        watcher.setContextClassLoader(DeadlineWatcher.class.getClassLoader());
        watcher.start();
        thread = watcher;
      }
    }
  }

  private void run() {
    long houseKept = System.nanoTime();
    boolean worked = true;
    while (!closed) {
      long now = System.nanoTime();
      for (Attempt attempt : inFlight) {
        check(attempt, now);
        worked = true;
      }
      if (now - houseKept > HOUSEKEEPING && worked) {
        keepHouse();
        houseKept = now;
        worked = !inFlight.isEmpty();
      }
      sleep(worked);
    }
  }

  /** Whatever fails for one attempt, the others keep their deadlines. */
  private static void check(Attempt attempt, long now) {
    try {
      attempt.check(now);
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "An attempt that is past its deadline could not be aborted", e);
    }
  }

  private void keepHouse() {
    try {
      housekeeping.run();
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "Idle connections could not be closed", e);
    }
  }

  private void sleep(boolean worked) {
    if (!inFlight.isEmpty()) {
      LockSupport.parkNanos(TICK);
      return;
    }
    asleep = true;
    // looked at again after the flag is up: an attempt that came in between may have missed it
    if (inFlight.isEmpty() && !closed) {
      if (worked) {
        LockSupport.parkNanos(HOUSEKEEPING);
      } else {
        LockSupport.park();
      }
    }
    asleep = false;
  }

  /** Ends the thread; attempts in flight lose their deadlines. */
  @Override
  public void close() {
    closed = true;
    Thread watcher = thread;
    if (watcher != null) {
      LockSupport.unpark(watcher);
    }
  }
}
