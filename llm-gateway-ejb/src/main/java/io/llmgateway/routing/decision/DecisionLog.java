package io.llmgateway.routing.decision;

import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Route;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps decisions: in memory for the moment, and half a second later in the database, many at once,
 * so that no call waits for it. When the database is away for long, the oldest are lost: they
 * explain, and nothing is charged by them.
 */
@ApplicationScoped
public class DecisionLog {
  private static final Logger LOG = Logger.getLogger(DecisionLog.class.getName());
  private static final int MOST_WAITING = 10_000;
  private static final int BATCH = 200;

  private final BlockingQueue<DecisionRow> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private DecisionTable table;
  private Clock clock;

  /** For the container's proxy only. */
  protected DecisionLog() {}

  @Inject
  DecisionLog(DecisionTable table, Clock clock) {
    this.table = table;
    this.clock = clock;
  }

  /**
   * @param callId of the ledger
   * @param unfit says which candidates will be passed over, and why; asked only when that is kept
   */
  public void add(
      String callId, String requestId, Route route, Supplier<Map<Candidate, String>> unfit) {
    if (route.decision() == null || !route.decision().remarkable()) {
      return;
    }
    DecisionRow row = DecisionRow.of(callId, requestId, route, unfit.get(), clock.instant());
    while (!waiting.offer(row)) {
      waiting.poll();
    }
  }

  /** Writes what waits. Never throws: what could not be written waits for the next time. */
  public synchronized void flush() {
    while (!waiting.isEmpty()) {
      List<DecisionRow> batch = new ArrayList<>(BATCH);
      waiting.drainTo(batch, BATCH);
      try {
        table.insert(batch);
      } catch (RuntimeException e) {
        LOG.log(Level.WARNING, "decisions of routes could not be written", e);
        batch.forEach(waiting::offer);
        return;
      }
    }
  }

  /**
   * @return the decisions of these calls, by call; calls without one are not there
   */
  public Map<String, DecisionRow> find(Collection<String> callIds) {
    flush();
    return callIds.isEmpty() ? Map.of() : table.find(callIds);
  }
}
