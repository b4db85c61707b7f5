package io.llmgateway.admission;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.time.Duration;

/**
 * Why a request is not let in now.
 *
 * @param meter whose limit is reached
 * @param retryAfter when it may be let in, or null when it never can be
 * @param soon whether the permits are on their way from the other nodes' share
 */
record Refusal(Meter meter, ErrorCode code, String message, Duration retryAfter, boolean soon) {

  ChatException.Final exception() {
    return new ChatException.Final(code, message, null, retryAfter);
  }
}
