package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The one thread of a node that books settlements: all that wait share a transaction. When a batch
 * fails, each settlement is tried alone, so that a bad one can not fail the others; when the
 * database is away, it waits for it and drops nothing.
 */
final class Settler implements Runnable {
  private static final Logger LOG = Logger.getLogger(Settler.class.getName());
  private static final Duration PATIENCE = Duration.ofMillis(200);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);
  private static final int ATTEMPTS_WHILE_THE_DATABASE_ANSWERS = 3;

  private final Books books;
  private final SettlementQueue queue;
  private final HoldTraces traces;
  private final NodeLife node;
  private final CallJournal journal;
  private final SettlementMeter meter;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private volatile long giveUpAt;

  Settler(
      Books books,
      SettlementQueue queue,
      HoldTraces traces,
      NodeLife node,
      CallJournal journal,
      SettlementMeter meter) {
    this.books = books;
    this.queue = queue;
    this.traces = traces;
    this.node = node;
    this.journal = journal;
    this.meter = meter;
  }

  /** Ends the thread once nothing waits any more, or after a while when the database is away. */
  synchronized void stop() {
    if (stopping.getCount() > 0) {
      giveUpAt = System.nanoTime() + LONGEST_STOP.toNanos();
      stopping.countDown();
    }
  }

  @Override
  public void run() {
    while (stopping.getCount() > 0 || queue.length() > 0) {
      try {
        settle(queue.next(PATIENCE));
        traces.tend(queue.timing().holdDurableAfter());
        node.tend();
      } catch (InterruptedException e) {
        stop();
      }
    }
  }

  private void settle(List<Pending> batch) {
    if (batch.isEmpty()) {
      return;
    }
    meter.batch(batch.size());
    if (batch.stream().allMatch(Pending::first)) {
      try {
        finish(batch, books.post(batch.stream().map(Pending::booking).toList()));
        return;
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "a batch of settlements failed, trying them one by one", e);
      }
    }
    batch.forEach(this::settleAlone);
  }

  private void settleAlone(Pending settlement) {
    Duration pause = FIRST_PAUSE;
    int failures = 0;
    while (true) {
      try {
        finish(List.of(settlement), books.postOnce(settlement.booking()));
        return;
      } catch (RuntimeException e) {
        if (node.lost(e)) {
          continue;
        }
        if (databaseAnswers()) {
          failures++;
        } else {
          LOG.log(Level.WARNING, "the database is away, settlements wait for it", e);
        }
        if (failures == ATTEMPTS_WHILE_THE_DATABASE_ANSWERS || outOfTime()) {
          refuse(settlement, e);
          return;
        }
        pause(pause);
        pause = Duration.ofMillis(Math.min(2 * pause.toMillis(), LONGEST_PAUSE.toMillis()));
      }
    }
  }

  private boolean outOfTime() {
    return stopping.getCount() == 0 && System.nanoTime() - giveUpAt > 0;
  }

  private boolean databaseAnswers() {
    boolean answers;
    try {
      books.ping();
      queue.databaseAnswered();
      answers = true;
    } catch (RuntimeException e) {
      queue.databaseAway();
      answers = false;
    }
    return answers;
  }

  private void pause(Duration pause) {
    try {
      if (stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS)) {
        Thread.sleep(pause.toMillis());
      }
    } catch (InterruptedException e) {
      stop();
    }
  }

  private void finish(List<Pending> batch, Books.Posted posted) {
    queue.databaseAnswered();
    journal.booked(batch.stream().map(p -> p.call().callId()).toList());
    Map<AccountBalance, Amount> ended = new HashMap<>();
    for (Pending settlement : batch) {
      ended.merge(settlement.hold().account(), settlement.hold().end(), Amount::plus);
    }
    Map<String, WalletState> states =
        posted.wallets().stream().collect(Collectors.toMap(WalletState::account, s -> s));
    ended.forEach(
        (account, amount) -> {
          String name = account.account();
          Amount nothing = Amount.zero(amount.currency());
          account.settled(states.get(name), posted.leases().getOrDefault(name, nothing), amount);
        });
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).receipt().complete(posted.receipts().get(i));
    }
  }

  /**
   * The database can not take this settlement: it goes to the log, whole, and stays in the call
   * journal, so that the next start tries again.
   */
  private void refuse(Pending settlement, RuntimeException reason) {
    meter.refused();
    LOG.log(
        Level.SEVERE,
        "NOT BOOKED, the database does not take it: "
            + settlement.call()
            + " "
            + settlement.records(),
        reason);
    settlement.hold().account().settled(null, null, settlement.hold().end());
    settlement
        .receipt()
        .completeExceptionally(
            new ChatException.Final(
                ErrorCode.INTERNAL_ERROR, "this call could not be booked", null, null));
  }
}
