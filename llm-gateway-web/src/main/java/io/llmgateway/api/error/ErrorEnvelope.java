package io.llmgateway.api.error;

import io.llmgateway.api.json.JsonBytes;
import io.llmgateway.chat.ErrorCode;

/**
 * One error in OpenAI's words: {@code {"error":{"message","type","param","code"}}}.
 *
 * @param status the HTTP status
 * @param message for the caller; never a stack trace, an upstream address or a secret
 * @param param the request field at fault, or null
 * @param retryAfterSeconds whole seconds, at least 1; or 0 when waiting does not help
 */
public record ErrorEnvelope(
    int status, ErrorCode code, String message, String param, long retryAfterSeconds) {

  /**
   * @return the envelope as a JSON document
   */
  public JsonBytes json() {
    return new JsonBytes(256)
        .ascii("{\"error\":{\"message\":")
        .string(message)
        .ascii(",\"type\":")
        .string(type())
        .ascii(",\"param\":")
        .string(param)
        .ascii(",\"code\":")
        .string(code.code())
        .ascii("}}");
  }

  /**
   * @return false when OpenAI's clients should not repeat the request by themselves, although they
   *     repeat this status
   */
  public boolean worthRepeating() {
    return code != ErrorCode.BUDGET_EXCEEDED;
  }

  private String type() {
    switch (code) {
      case INVALID_API_KEY:
      case MISSING_API_KEY:
      case AUTHENTICATION_REQUIRED:
        return "authentication_error";
      case MODEL_NOT_ALLOWED:
      case KEY_EXPIRED:
      case KEY_DISABLED:
      case ACCOUNT_DISABLED:
      case PERMISSION_DENIED:
        return "permission_error";
      case INSUFFICIENT_FUNDS:
      case BUDGET_EXCEEDED:
        return "insufficient_quota";
      case RATE_LIMIT_EXCEEDED:
      case CONCURRENCY_LIMIT_EXCEEDED:
        return "rate_limit_error";
      default:
        return status >= 500 ? "server_error" : "invalid_request_error";
    }
  }
}
