package io.llmgateway.ledger;

import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Gives the settler a thread of the container, so that it can use the container's transactions. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionManagement(TransactionManagementType.BEAN)
public class SettlerThread {
  private static final Logger LOG = Logger.getLogger(SettlerThread.class.getName());
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);

  @Resource private ManagedThreadFactory threads;
  @Inject private Books books;
  @Inject private SettlementQueue queue;
  @Inject private HoldTraces traces;
  @Inject private NodeLife node;
  @Inject private CallJournal journal;
  @Inject private SettlementMeter meter;

  private Settler settler;
  private Thread thread;

  /** Starts the thread, unless it runs already. The schema must be there. */
  public synchronized void start() {
    if (thread == null) {
      settler = new Settler(books, queue, traces, node, journal, meter);
      thread = threads.newThread(settler);
      thread.setName("ledger-settler");
      thread.start();
    }
  }

  /** Ends the thread after it has booked what waits; returns then, or after 20 s. */
  @PreDestroy
  public synchronized void stop() {
    if (thread == null) {
      return;
    }
    settler.stop();
    try {
      thread.join(LONGEST_STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.log(
          Level.SEVERE,
          "{0} settlements are not booked at the stop; the next start will book them",
          queue.length());
    }
    journal.close();
    node.end();
    thread = null;
  }
}
