package io.llmgateway.chat;

import java.time.Instant;
import java.util.Objects;

/**
 * One request of a client on its way through the gateway.
 *
 * @param id the gateway's own id: a UUIDv7, unique for ever, and the idempotency key of the ledger
 * @param requestId what {@code x-request-id} says: the client's own when it sent a valid one (then
 *     not unique), else equal to {@code id}
 * @param startedAt when the request arrived
 * @param cancellation fires when the client goes away
 */
public record Call(String id, String requestId, Instant startedAt, Cancellation cancellation) {
  public Call {
    Objects.requireNonNull(id);
    Objects.requireNonNull(requestId);
    Objects.requireNonNull(startedAt);
    Objects.requireNonNull(cancellation);
  }
}
