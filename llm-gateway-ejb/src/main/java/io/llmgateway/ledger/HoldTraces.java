package io.llmgateway.ledger;

import io.llmgateway.chat.Uuid7;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Leaves a durable trace of each call that is in flight for longer than a moment. Written, renewed
 * and ended by the settler's thread alone, so that a trace can not outrun its settlement.
 */
@ApplicationScoped
public class HoldTraces implements Hold.VoidedHolds {
  private static final Logger LOG = Logger.getLogger(HoldTraces.class.getName());

  /** A process that has not renewed its traces for so long is taken to be dead. */
  static final Duration LIFE = Duration.ofSeconds(60);

  private static final Duration RENEWAL = Duration.ofSeconds(20);
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(5);

  private final Queue<Hold> young = new ConcurrentLinkedQueue<>();
  private final Queue<String> voided = new ConcurrentLinkedQueue<>();
  private final List<Hold> due = new ArrayList<>();
  private Books books;
  private Clock clock;
  private String node;
  private Instant nextRenewal = Instant.MIN;
  private Instant pausedUntil = Instant.MIN;

  /** For the container's proxy. */
  HoldTraces() {}

  @Inject
  HoldTraces(Books books, Clock clock) {
    this.books = books;
    this.clock = clock;
    this.node = Uuid7.next(clock.millis());
  }

  public void watch(Hold hold) {
    young.add(hold);
  }

  @Override
  public void add(String callId) {
    voided.add(callId);
  }

  /** Brings the traces up to date; called every fraction of a second by one thread. */
  public void tend(Duration durableAfter) {
    Instant now = clock.instant();
    collectDue(now.minus(durableAfter));
    if (now.isBefore(pausedUntil)) {
      return;
    }
    try {
      record(now);
      endVoided();
      if (!now.isBefore(nextRenewal)) {
        renew(now);
      }
    } catch (RuntimeException e) {
      pausedUntil = now.plus(PAUSE_AFTER_FAILURE);
      LOG.log(Level.WARNING, "traces of calls in flight could not be written, will retry", e);
    }
  }

  private void collectDue(Instant grantedBefore) {
    for (Hold hold = young.peek();
        hold != null && (!hold.open() || !hold.grantedAt().isAfter(grantedBefore));
        hold = young.peek()) {
      young.remove();
      if (hold.open()) {
        due.add(hold);
      }
    }
  }

  private void record(Instant now) {
    due.removeIf(hold -> !hold.becomeDurable());
    if (!due.isEmpty()) {
      books.recordHolds(List.copyOf(due), node, now.plus(LIFE));
      due.clear();
    }
  }

  private void endVoided() {
    List<String> callIds = new ArrayList<>();
    for (String id = voided.poll(); id != null; id = voided.poll()) {
      callIds.add(id);
    }
    if (!callIds.isEmpty()) {
      try {
        books.voidHolds(callIds);
      } catch (RuntimeException e) {
        voided.addAll(callIds);
        throw e;
      }
    }
  }

  private void renew(Instant now) {
    books.renewHolds(node, now.plus(LIFE));
    List<String> expired = books.expireHolds();
    if (!expired.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0} calls were in flight when their process ended; nothing was charged for them: {1}",
          new Object[] {expired.size(), expired});
    }
    nextRenewal = now.plus(RENEWAL);
  }
}
