package io.llmgateway.api.exchange;

import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.ledger.idempotency.IdempotencyKeys;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Claims the Idempotency-Keys of requests that have one. */
@ApplicationScoped
public class RequestClaims {
  private final IdempotencyKeys keys;

  @Inject
  public RequestClaims(IdempotencyKeys keys) {
    this.keys = keys;
  }

  /** For the container's proxy only. */
  protected RequestClaims() {
    this(null);
  }

  /**
   * Waits while the same request is being answered.
   *
   * @param body has been read
   * @param calls how many calls the request takes
   * @throws io.llmgateway.chat.ChatException as {@link IdempotencyKeys#claim}
   */
  public Claim claim(Exchange exchange, RequestBody body, int calls) {
    return body.key() == null
        ? exchange.claim()
        : exchange.take(
            keys.claim(
                exchange.caller().key(), body.key(), exchange.call(), calls, exchange.client()));
  }
}
