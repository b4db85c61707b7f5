package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * The start of a node in the ledger: it makes itself known, and accounts for what processes that
 * died on this machine have left. Doing so again, after a start that broke off, changes nothing.
 */
@ApplicationScoped
public class Recoveries {
  private static final Logger LOG = Logger.getLogger(Recoveries.class.getName());
  private static final String CALLS = "calls";

  private NodeLife life;
  private ThisNode self;
  private Books books;
  private CallJournal journal;
  private RecoveryMeter meter;

  /** For the container's proxy. */
  Recoveries() {}

  @Inject
  Recoveries(NodeLife life, ThisNode self, Books books, CallJournal journal, RecoveryMeter meter) {
    this.life = life;
    this.self = self;
    this.books = books;
    this.journal = journal;
    this.meter = meter;
  }

  /**
   * Registers this process, recovers what dead ones have left, and opens the call journal.
   *
   * @param nodeName where this process runs, for people
   * @param dataFolder of the gateway; the call journals of all nodes of this machine are below it
   * @throws UncheckedIOException when the folder can not be used
   */
  public void start(String nodeName, Path dataFolder) {
    Path parent = dataFolder.resolve(CALLS);
    try {
      List<CallFolder> abandoned = CallFolder.abandoned(parent);
      life.begin(nodeName);
      for (CallFolder folder : abandoned) {
        try (folder) {
          recover(folder);
        }
      }
      journal.use(new CallFiles(CallFolder.create(parent, self.get().id())));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the folder for the call journal can not be used, see gateway.data-dir: " + parent, e);
    }
  }

  /**
   * First the leases return, so that there is money to settle with; then what is known exactly is
   * booked, and last what is only known to have been interrupted.
   */
  private void recover(CallFolder folder) throws IOException {
    CallLines left = folder.read();
    List<Booking> settlements = left.settlements();
    int interrupted = 0;
    if (folder.node() != null) {
      Set<String> settled = settlements.stream().map(Booking::callId).collect(Collectors.toSet());
      interrupted = life.recover(folder.node(), settled);
    }
    int booked = (int) settlements.stream().filter(this::book).count();
    meter.settled(booked);
    int failed = settlements.size() - booked;
    for (List<InterruptedCall> attempts : left.interrupted()) {
      if (book(Booking.interrupted(attempts))) {
        interrupted++;
        meter.interrupted(1);
      } else {
        failed++;
      }
    }
    LOG.log(
        failed == 0 && interrupted == 0 ? Level.INFO : Level.WARNING,
        "recovered from node {0}: {1} settlements, {2} interrupted calls; {3} could not be booked"
            + " and stay for the next start",
        new Object[] {folder.node(), booked, interrupted, failed});
    if (failed == 0) {
      folder.delete();
    }
  }

  private boolean book(Booking booking) {
    try {
      books.postOnce(booking);
      return true;
    } catch (RuntimeException e) {
      LOG.log(Level.SEVERE, e, () -> "NOT BOOKED at the recovery: call " + booking.callId());
      return false;
    }
  }
}
