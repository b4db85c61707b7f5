package io.llmgateway.provider.transport;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.time.Duration;
import java.util.Objects;

/**
 * What a provider said when it did not answer.
 *
 * @param outcome the class of it
 * @param message the provider's own words as they came, or the gateway's when it had none; never
 *     null
 * @param param the request field at fault, or null
 * @param retryAfter the provider's word on when to come back, or null
 */
public record Fault(Outcome outcome, String message, String param, Duration retryAfter) {
  public Fault {
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(message);
  }

  public static Fault of(Outcome outcome, String message) {
    return new Fault(outcome, message, null, null);
  }

  /**
   * @param endpoint whose credential and address must not show
   * @param begun whether useful events went before
   */
  public ChatException exception(Endpoint endpoint, boolean begun) {
    String words = FaultText.clean(message, endpoint);
    return switch (outcome) {
      case BADREQ -> new ChatException.Final(ErrorCode.INVALID_REQUEST, words, param);
      case TOOLONG -> new ChatException.Final(ErrorCode.CONTEXT_LENGTH_EXCEEDED, words, param);
      case FILTER -> new ChatException.Final(ErrorCode.CONTENT_FILTER, words, param);
      default -> new ChatException.Retryable(code(begun), outcome, words, retryAfter, null);
    };
  }

  private ErrorCode code(boolean begun) {
    return switch (outcome) {
      case TIMEOUT -> ErrorCode.UPSTREAM_TIMEOUT;
      case RATE -> ErrorCode.RATE_LIMIT_EXCEEDED;
      case INVALID -> ErrorCode.UPSTREAM_INVALID_RESPONSE;
      case CUT -> begun ? ErrorCode.UPSTREAM_ERROR : ErrorCode.UPSTREAM_INVALID_RESPONSE;
      default -> ErrorCode.UPSTREAM_ERROR;
    };
  }
}
