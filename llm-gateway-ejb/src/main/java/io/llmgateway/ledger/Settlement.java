package io.llmgateway.ledger;

import java.util.List;

/**
 * The end of one request: what is to be booked, once.
 *
 * @param callId the idempotency key: settling the same id again changes nothing
 * @param requestId what the client knows the request by
 * @param key the API key's name
 * @param account the account that pays
 * @param requestedModel the public name that the client asked for
 * @param operation {@code chat}, {@code text_completion} or {@code embeddings} (OpenTelemetry's
 *     {@code gen_ai.operation.name})
 * @param streamed whether the client got a stream
 * @param attempts in order; at most one of them has a charged end state
 * @param answer what is stored in the same transaction, or null
 */
public record Settlement(
    String callId,
    String requestId,
    String key,
    String account,
    String requestedModel,
    String operation,
    boolean streamed,
    List<AttemptRecord> attempts,
    StoredAnswer answer) {
  public Settlement {
    attempts = List.copyOf(attempts);
    if (attempts.stream().filter(a -> a.endState().charged()).count() > 1) {
      throw new IllegalArgumentException("at most one attempt of a request is charged");
    }
  }

  /** A settlement without an answer to store. */
  public Settlement(
      String callId,
      String requestId,
      String key,
      String account,
      String requestedModel,
      String operation,
      boolean streamed,
      List<AttemptRecord> attempts) {
    this(callId, requestId, key, account, requestedModel, operation, streamed, attempts, null);
  }
}
