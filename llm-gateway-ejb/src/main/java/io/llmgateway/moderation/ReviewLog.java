package io.llmgateway.moderation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps cases: in memory for the moment, and half a second later in the database, so that no call
 * waits for it. While the database is away they wait, as many as the operator allows; what is more
 * is dropped, and counted.
 */
@ApplicationScoped
public class ReviewLog {
  private static final Logger LOG = Logger.getLogger(ReviewLog.class.getName());

  private final BlockingDeque<ReviewCase> waiting = new LinkedBlockingDeque<>();
  private ReviewStore store;
  private ReviewMeter meter;
  private Clock clock;
  private volatile int most = FilterSettings.DEFAULT.maxQueue();
  private volatile Duration keep = FilterSettings.DEFAULT.keep();

  /** For the container's proxy only. */
  protected ReviewLog() {}

  @Inject
  ReviewLog(ReviewTable table, ReviewMeter meter, Clock clock) {
    this((ReviewStore) table, meter, clock);
  }

  public ReviewLog(ReviewStore store, ReviewMeter meter, Clock clock) {
    this.store = store;
    this.meter = meter;
    this.clock = clock;
  }

  public void apply(FilterSettings settings) {
    most = settings.maxQueue();
    keep = settings.keep();
  }

  /** Never waits, and never throws. */
  public void add(ReviewCase stopped) {
    if (waiting.size() >= most) {
      meter.dropped(1);
      LOG.warning("a case for the reviewer was dropped: too many wait for the database");
      return;
    }
    waiting.addLast(stopped);
  }

  /** Writes what waits. Never throws: what could not be written waits for the next time. */
  public synchronized void flush() {
    for (ReviewCase next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
      try {
        store.insert(next);
        meter.written();
      } catch (RuntimeException e) {
        waiting.addFirst(next);
        LOG.log(Level.WARNING, "cases for the reviewer could not be written yet", e);
        return;
      }
    }
  }

  /** Writes what waits for the last time, and says what is lost when that fails. */
  public void stop() {
    flush();
    int lost = waiting.size();
    if (lost > 0) {
      meter.dropped(lost);
      LOG.log(Level.SEVERE, "{0} cases for the reviewer are lost: no database", lost);
    }
  }

  /** Removes what has been kept long enough. Never throws. */
  public void purge() {
    try {
      int removed = store.removeBefore(clock.instant().minus(keep));
      if (removed > 0) {
        LOG.log(Level.INFO, "{0} cases for the reviewer were removed, their time is over", removed);
      }
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, "old cases for the reviewer could not be removed yet", e);
    }
  }
}
