package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;

/** Verifies the ledger of the running gateway, once at a time on each node. */
@ApplicationScoped
public class Verifications {
  private final Semaphore free = new Semaphore(1);
  private LedgerInspection inspection;
  private UsageArchives archives;

  /** For the container's proxy. */
  Verifications() {}

  @Inject
  Verifications(LedgerInspection inspection, UsageArchives archives) {
    this.inspection = inspection;
    this.archives = archives;
  }

  /**
   * @param limit how many findings the reader gets at the most
   * @param kept seals that were kept elsewhere
   * @throws ChatException.Final CONFLICT while another verification runs on this node
   */
  public VerificationSummary run(int limit, List<Seal> kept, Consumer<Finding> reader) {
    if (!free.tryAcquire()) {
      throw new ChatException.Final(
          ErrorCode.CONFLICT, "A verification of the ledger is running; wait for its end.");
    }
    try {
      return inspection.verify(limit, kept, archives.directory(), reader);
    } finally {
      free.release();
    }
  }
}
