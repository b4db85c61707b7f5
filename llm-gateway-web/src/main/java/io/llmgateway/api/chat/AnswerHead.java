package io.llmgateway.api.chat;

import io.llmgateway.ledger.idempotency.Claim;

/**
 * What stays the same in every part of one answer.
 *
 * @param callId the gateway's id of the call
 * @param created seconds since 1970
 * @param model the public name that the client asked for
 */
public record AnswerHead(String callId, long created, String model) {

  /** An answer that is given again has the head that it had. */
  public static AnswerHead of(Claim claim, String model) {
    return new AnswerHead(claim.callId(), claim.startedAt().getEpochSecond(), model);
  }
}
