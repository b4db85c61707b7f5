package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

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

  /** Settlements first: what is known exactly comes before what is only known to be interrupted. */
  private void recover(CallFolder folder) throws IOException {
    CallLines left = folder.read();
    int failed = 0;
    for (Booking settlement : left.settlements()) {
      failed += book(settlement) ? 0 : 1;
    }
    meter.settled(left.settlements().size() - failed);
    int interrupted = 0;
    for (List<InterruptedCall> attempts : left.interrupted()) {
      failed += book(Booking.interrupted(attempts)) ? 0 : 1;
      interrupted++;
    }
    meter.interrupted(interrupted);
    if (folder.node() != null) {
      life.recover(folder.node());
    }
    LOG.log(
        failed == 0 && interrupted == 0 ? Level.INFO : Level.WARNING,
        "recovered from {0}: {1} settlements that were not booked yet, {2} interrupted calls;"
            + " {3} could not be booked and stay for the next start",
        new Object[] {folder.node(), left.settlements().size(), interrupted, failed});
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
