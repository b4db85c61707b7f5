package io.llmgateway.api.chat;

import io.llmgateway.chat.Call;

/**
 * What stays the same in every part of one answer.
 *
 * @param callId the gateway's id of the call
 * @param created seconds since 1970
 * @param model the public name that the client asked for
 */
public record AnswerHead(String callId, long created, String model) {

  public static AnswerHead of(Call call, String model) {
    return new AnswerHead(call.id(), call.startedAt().getEpochSecond(), model);
  }
}
