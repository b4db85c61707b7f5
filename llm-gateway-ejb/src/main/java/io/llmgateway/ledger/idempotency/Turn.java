package io.llmgateway.ledger.idempotency;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The one request of this node that deals with a key; the others wait for its end. */
final class Turn {
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile String requestHash;

  /** Says which request the key belongs to, once that is known. */
  void belongsTo(String hash) {
    requestHash = hash;
  }

  /**
   * @return false when the key is known to belong to another request
   */
  boolean fits(String hash) {
    String known = requestHash;
    return known == null || known.equals(hash);
  }

  void end() {
    over.countDown();
  }

  void await(long millis) throws InterruptedException {
    over.await(millis, TimeUnit.MILLISECONDS);
  }
}
