package io.llmgateway.ledger;

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
 * Leaves a durable trace of each call that is in flight for longer than a moment. Written and ended
 * by the settler's thread alone, so that a trace can not outrun its settlement.
 */
@ApplicationScoped
public class HoldTraces implements Hold.VoidedHolds {
  private static final Logger LOG = Logger.getLogger(HoldTraces.class.getName());
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(1);

  private final Queue<Hold> young = new ConcurrentLinkedQueue<>();
  private final Queue<String> voided = new ConcurrentLinkedQueue<>();
  private final List<Hold> due = new ArrayList<>();
  private Books books;
  private Clock clock;
  private Instant pausedUntil = Instant.MIN;

  /** For the container's proxy. */
  HoldTraces() {}

  @Inject
  HoldTraces(Books books, Clock clock) {
    this.books = books;
    this.clock = clock;
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
      record();
      endVoided();
    } catch (RuntimeException e) {
      pausedUntil = now.plus(PAUSE_AFTER_FAILURE);
      LOG.log(Level.WARNING, "traces of calls in flight could not be written, will retry", e);
    }
  }

  /** The node has a new id, and others have taken care of what it had written. */
  void forgetWritten() {
    due.removeIf(Hold::durable);
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

  /** A call that waits for its first attempt has reached nobody yet. */
  private void record() {
    List<InterruptedCall> calls = new ArrayList<>();
    due.removeIf(hold -> !hold.open());
    for (Hold hold : due) {
      if (hold.inFlight() != null && hold.becomeDurable()) {
        calls.add(hold.inFlight());
      }
    }
    if (!calls.isEmpty()) {
      books.recordHolds(calls);
      due.removeIf(Hold::durable);
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
}
