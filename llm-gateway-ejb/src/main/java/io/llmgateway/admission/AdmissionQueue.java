package io.llmgateway.admission;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * Requests that wait for their limits, in fair shares between accounts: whose account has been
 * served least since it began to wait comes first (start-time fair queueing: Goyal, Vin, Cheng,
 * SIGCOMM 1996). Nobody overtakes at a limit that somebody before him waits for, so that a large
 * request is not starved by small ones; at other limits they pass.
 *
 * <p>Each waits on its own thread. The one that comes first looks again when its limit should have
 * permits; all are looked at when permits come back.
 */
final class AdmissionQueue {
  private static final Comparator<Lane> FAIREST =
      Comparator.<Lane>comparingLong(lane -> lane.start)
          .thenComparingLong(lane -> lane.tickets.get(lane.next).number());

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Lane> lanes = new HashMap<>();

  /** Up to where each account has been served, for as long as anybody waits. */
  private final Map<String, Long> served = new HashMap<>();

  private final LongSupplier nanos;
  private final AtomicInteger size = new AtomicInteger();
  private long arrivals;
  private long virtualTime;
  private long nextLook;
  private AdmissionTicket lookout;

  AdmissionQueue(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The waiting requests of one account, in the order of their arrival. */
  private static final class Lane {
    final List<AdmissionTicket> tickets = new ArrayList<>();
    long start;
    int next;
  }

  int size() {
    return size.get();
  }

  /**
   * Takes the ticket's permits, waiting for them if need be.
   *
   * @param limits how long at the most, and among how many
   * @throws ChatException when the permits can not be had in time, the queue is full, or the client
   *     goes away; then none are taken
   */
  void enter(AdmissionTicket ticket, Limits limits, Cancellation cancellation) {
    if (size.get() == 0) {
      Refusal refusal = ticket.tryEnter();
      if (refusal == null) {
        return;
      }
      Duration wait = limits.wait(refusal);
      if (refusal.retryAfter() == null || wait.isZero() || limits.size() < 1) {
        throw refusal.exception();
      }
    }
    await(ticket, limits, cancellation);
  }

  /** How long and among how many a request may wait. */
  interface Limits {
    Duration wait(Refusal refusal);

    int size();
  }

  private void await(AdmissionTicket ticket, Limits limits, Cancellation cancellation) {
    try (Cancellation.Registration gone = cancellation.onCancel(() -> cancel(ticket))) {
      lock.lock();
      try {
        add(ticket);
        look();
        if (!ticket.granted()
            && (size.get() > limits.size() || ticket.refusal().retryAfter() == null)) {
          remove(ticket);
          throw ticket.refusal().exception();
        }
        long end = nanos.getAsLong() + limits.wait(ticket.refusal()).toNanos();
        while (!ticket.granted()) {
          waitUntil(ticket, end, cancellation);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  private void waitUntil(AdmissionTicket ticket, long end, Cancellation cancellation) {
    long now = nanos.getAsLong();
    if (cancellation.cancelled() || now - end >= 0) {
      remove(ticket);
      look();
      throw cancellation.cancelled() ? clientGone() : ticket.refusal().exception();
    }
    if (lookout == null || lookout == ticket) {
      lookout = ticket;
      if (now - nextLook >= 0) {
        look();
        if (ticket.granted()) {
          return;
        }
      }
    }
    long until = lookout == ticket && nextLook - end < 0 ? nextLook : end;
    try {
      ticket.await(Math.max(1, until - nanos.getAsLong()));
    } catch (InterruptedException e) {
      remove(ticket);
      Thread.currentThread().interrupt();
      throw ticket.refusal().exception();
    }
  }

  private static ChatException clientGone() {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_ERROR, Outcome.CANCELLED, "The client went away.");
  }

  private void cancel(AdmissionTicket ticket) {
    lock.lock();
    try {
      ticket.wake();
    } finally {
      lock.unlock();
    }
  }

  /** Permits have come back. */
  void freed() {
    if (size.get() > 0) {
      lock.lock();
      try {
        look();
      } finally {
        lock.unlock();
      }
    }
  }

  private void add(AdmissionTicket ticket) {
    ticket.waitOn(lock.newCondition(), arrivals++);
    Lane lane = lanes.get(ticket.account());
    if (lane == null) {
      lane = new Lane();
      lane.start = Math.max(virtualTime, served.getOrDefault(ticket.account(), 0L));
      lanes.put(ticket.account(), lane);
    }
    lane.tickets.add(ticket);
    size.incrementAndGet();
  }

  private void remove(AdmissionTicket ticket) {
    Lane lane = lanes.get(ticket.account());
    if (lane != null && lane.tickets.remove(ticket)) {
      left(ticket, lane);
    }
  }

  private void left(AdmissionTicket ticket, Lane lane) {
    size.decrementAndGet();
    if (lane.tickets.isEmpty()) {
      lanes.remove(ticket.account());
      served.put(ticket.account(), lane.start);
    }
    if (size.get() == 0) {
      served.clear();
      virtualTime = 0;
    }
    if (lookout == ticket) {
      lookout = null;
      lanes.values().stream().findAny().ifPresent(other -> other.tickets.get(0).wake());
    }
  }

  /** Grants whatever can be granted, in fair order. */
  private void look() {
    Map<Meter, Refusal> exhausted = new IdentityHashMap<>();
    PriorityQueue<Lane> order = new PriorityQueue<>(FAIREST);
    for (Lane lane : lanes.values()) {
      lane.next = 0;
      order.add(lane);
    }
    while (!order.isEmpty()) {
      Lane lane = order.poll();
      tryNext(lane, exhausted);
      if (lane.next < lane.tickets.size()) {
        order.add(lane);
      }
    }
    long soonest =
        exhausted.values().stream()
            .mapToLong(refusal -> refusal.retryAfter().toNanos())
            .min()
            .orElse(Long.MAX_VALUE >> 2);
    nextLook = nanos.getAsLong() + Math.max(soonest, 1_000_000);
    if (lookout != null) {
      lookout.wake();
    }
  }

  private void tryNext(Lane lane, Map<Meter, Refusal> exhausted) {
    AdmissionTicket ticket = lane.tickets.get(lane.next);
    Refusal refusal = ticket.oneOf(exhausted);
    if (refusal == null) {
      refusal = ticket.tryEnter();
    }
    if (refusal == null) {
      virtualTime = Math.max(virtualTime, lane.start);
      lane.start += ticket.cost();
      lane.tickets.remove(lane.next);
      ticket.grant();
      left(ticket, lane);
    } else {
      ticket.refused(refusal);
      if (refusal.retryAfter() != null) {
        exhausted.put(refusal.meter(), refusal);
      }
      lane.next++;
    }
  }
}
