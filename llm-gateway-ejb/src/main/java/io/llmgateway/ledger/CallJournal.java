package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What this node has begun and not yet booked, in files that outlive its process: each attempt at a
 * provider before it begins, each settlement before it goes to the database, and the end of both. A
 * line is with the operating system when its method returns, so that a killed process loses none;
 * it is not forced to the disk: a machine that dies is covered by the holds in the database.
 */
@ApplicationScoped
public class CallJournal {
  private static final Logger LOG = Logger.getLogger(CallJournal.class.getName());
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private volatile CallFiles files;

  void use(CallFiles opened) {
    files = opened;
  }

  /**
   * An attempt is about to begin.
   *
   * @throws ChatException.Final OVERLOADED when that can not be written down; then it must not
   */
  public void begun(InterruptedCall call) {
    try {
      write(call.callId(), CallLines.begun(call));
    } catch (IOException e) {
      LOG.log(Level.SEVERE, "the call journal can not be written, new calls are refused", e);
      throw new ChatException.Final(
          ErrorCode.OVERLOADED, "the ledger can not book new calls now", null, RETRY_AFTER);
    }
  }

  /** A settlement is about to go to the database. */
  void settling(String callId, String account, List<UsageRecord> records, StoredAnswer answer) {
    try {
      write(callId, CallLines.settling(callId, account, records, answer));
    } catch (IOException e) {
      LOG.log(
          Level.SEVERE,
          e,
          () ->
              "the call journal can not be written; if the process ends before the database has"
                  + " it, this settlement is lost: "
                  + CallLines.settling(callId, account, records, null));
    }
  }

  /** These calls are in the books. */
  void booked(Collection<String> callIds) {
    CallFiles current = files;
    if (current == null) {
      return;
    }
    try {
      current.end(callIds);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "the call journal can not be written", e);
    }
  }

  private void write(String callId, String lines) throws IOException {
    CallFiles current = files;
    if (current != null) {
      current.append(callId, lines);
    }
  }

  /** Ends the journal; what is not booked stays in its files for the next start. */
  void close() {
    CallFiles current = files;
    files = null;
    if (current != null) {
      current.close();
    }
  }
}
