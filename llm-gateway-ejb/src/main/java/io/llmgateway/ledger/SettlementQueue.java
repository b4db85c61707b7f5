package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The settlements that wait for the database. Those of calls in flight are always accepted; when
 * too many wait, or the database does not answer, new calls are refused before they cost anything.
 */
@ApplicationScoped
public class SettlementQueue {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  /**
   * A database that has not answered for so long is away, whatever it is that it does. Shorter than
   * the time after which other nodes take this one to be dead.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(5);

  private final BlockingQueue<Pending> waiting = new LinkedBlockingQueue<>();
  private volatile LedgerSettings.Timing timing = LedgerSettings.Timing.DEFAULT;
  private volatile boolean databaseAway;
  private volatile long databaseAnsweredAt = System.nanoTime();
  private boolean underLoad;
  private long lastBatchAt;

  public void use(LedgerSettings.Timing newTiming) {
    timing = newTiming;
  }

  public LedgerSettings.Timing timing() {
    return timing;
  }

  public void add(Pending settlement) {
    waiting.add(settlement);
  }

  /**
   * Waits for settlements; called by one thread, when it has booked the last batch. Had that
   * several, there is load, and the next one gets as much time to grow as the last one took.
   *
   * @return what waits now, at most a batch of it; empty when nothing came within the time
   */
  public List<Pending> next(Duration patience) throws InterruptedException {
    long now = System.nanoTime();
    long restUntil = now + Math.min(now - lastBatchAt, timing.maxRest().toNanos());
    List<Pending> batch = new ArrayList<>();
    Pending first = waiting.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
    if (first == null) {
      underLoad = false;
      return batch;
    }
    if (underLoad && waiting.size() < timing.maxBatch() - 1) {
      LockSupport.parkNanos(restUntil - System.nanoTime());
    }
    batch.add(first);
    waiting.drainTo(batch, timing.maxBatch() - 1);
    underLoad = batch.size() > 1;
    lastBatchAt = System.nanoTime();
    return batch;
  }

  public int length() {
    return waiting.size();
  }

  public void databaseAway() {
    databaseAway = true;
  }

  public void databaseAnswered() {
    databaseAnsweredAt = System.nanoTime();
    databaseAway = false;
  }

  /**
   * @throws ChatException.Final OVERLOADED when new calls could not be booked in time
   */
  public void requireRoom() {
    if (databaseAway
        || waiting.size() >= timing.maxQueue()
        || System.nanoTime() - databaseAnsweredAt > LONGEST_SILENCE.toNanos()) {
      throw new ChatException.Final(
          ErrorCode.OVERLOADED, "the ledger can not book new calls now", null, RETRY_AFTER);
    }
  }
}
