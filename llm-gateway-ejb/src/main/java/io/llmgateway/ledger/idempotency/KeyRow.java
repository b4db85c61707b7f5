package io.llmgateway.ledger.idempotency;

import java.time.Instant;

/**
 * A row of {@code idempotency_key}.
 *
 * @param callId the call that holds the key, or gave the answer
 * @param createdAt when that call arrived
 */
public record KeyRow(
    String id,
    String apiKey,
    String requestHash,
    State state,
    String callId,
    String node,
    String answerId,
    Instant createdAt,
    Instant expiresAt) {

  public enum State {
    /** A call works on the answer. */
    PENDING,
    /** No call does; parts of the answer may be there. */
    OPEN,
    /** The answer is there. */
    DONE
  }

  /**
   * @return this claim, with the parts of the answer that the other one has
   */
  KeyRow continuing(KeyRow other) {
    return new KeyRow(
        id, apiKey, requestHash, state, callId, node, other.answerId, createdAt, expiresAt);
  }
}
