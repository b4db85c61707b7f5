package io.llmgateway.ledger;

import java.util.List;
import java.util.Objects;

/**
 * What a call may cost at the most.
 *
 * @param callId the call's own id, the idempotency key of its settlement
 * @param account the account that pays
 * @param candidates where the call may go; the dearest decides
 * @param inputTokens an upper bound of the prompt's tokens, 0 or more
 * @param outputTokens an upper bound of the tokens of all answers together, 0 or more
 * @param images in the request, 0 or more
 * @param cached whether the answer comes out of the cache, at the price for that
 */
public record HoldRequest(
    String callId,
    String account,
    List<PricedModel> candidates,
    long inputTokens,
    long outputTokens,
    long images,
    boolean cached) {
  public HoldRequest {
    Objects.requireNonNull(callId);
    Objects.requireNonNull(account);
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("a hold needs at least one candidate");
    }
    if (inputTokens < 0 || outputTokens < 0 || images < 0) {
      throw new IllegalArgumentException("bounds of tokens and images are not negative");
    }
  }

  /** A call that goes to a provider. */
  public HoldRequest(
      String callId,
      String account,
      List<PricedModel> candidates,
      long inputTokens,
      long outputTokens,
      long images) {
    this(callId, account, candidates, inputTokens, outputTokens, images, false);
  }
}
