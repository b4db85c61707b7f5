package io.llmgateway.chat;

import java.util.Locale;

/** The stable error codes of the outward contract; {@link #code()} is what a client sees. */
public enum ErrorCode {
  INVALID_REQUEST,
  INVALID_JSON,
  CONTEXT_LENGTH_EXCEEDED,
  UNSUPPORTED_PARAMETER,
  CONTENT_FILTER,
  INVALID_API_KEY,
  MISSING_API_KEY,
  AUTHENTICATION_REQUIRED,
  INSUFFICIENT_FUNDS,
  MODEL_NOT_ALLOWED,
  KEY_EXPIRED,
  KEY_DISABLED,
  ACCOUNT_DISABLED,
  PERMISSION_DENIED,
  MODEL_NOT_FOUND,
  NOT_FOUND,
  METHOD_NOT_ALLOWED,
  NOT_ACCEPTABLE,
  CONFLICT,
  BODY_TOO_LARGE,
  UNSUPPORTED_MEDIA_TYPE,
  IDEMPOTENCY_KEY_REUSED,
  MODEL_NOT_PRICED,
  RATE_LIMIT_EXCEEDED,
  BUDGET_EXCEEDED,
  CONCURRENCY_LIMIT_EXCEEDED,
  UPSTREAM_ERROR,
  UPSTREAM_INVALID_RESPONSE,
  OVERLOADED,
  NO_CHANNEL_AVAILABLE,
  UPSTREAM_TIMEOUT,
  INTERNAL_ERROR;

  /**
   * @return the code in lower_snake, as it stands in {@code error.code}
   */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
