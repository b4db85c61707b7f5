package io.llmgateway.api.error;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorMapperTest {

  @ParameterizedTest
  @CsvSource({
    "INVALID_REQUEST, 400, invalid_request_error",
    "INVALID_JSON, 400, invalid_request_error",
    "CONTEXT_LENGTH_EXCEEDED, 400, invalid_request_error",
    "UNSUPPORTED_PARAMETER, 400, invalid_request_error",
    "CONTENT_FILTER, 400, invalid_request_error",
    "INVALID_API_KEY, 401, authentication_error",
    "MISSING_API_KEY, 401, authentication_error",
    "AUTHENTICATION_REQUIRED, 401, authentication_error",
    "INSUFFICIENT_FUNDS, 402, insufficient_quota",
    "MODEL_NOT_ALLOWED, 403, permission_error",
    "KEY_EXPIRED, 403, permission_error",
    "KEY_DISABLED, 403, permission_error",
    "ACCOUNT_DISABLED, 403, permission_error",
    "PERMISSION_DENIED, 403, permission_error",
    "MODEL_NOT_FOUND, 404, invalid_request_error",
    "NOT_FOUND, 404, invalid_request_error",
    "METHOD_NOT_ALLOWED, 405, invalid_request_error",
    "NOT_ACCEPTABLE, 406, invalid_request_error",
    "CONFLICT, 409, invalid_request_error",
    "BODY_TOO_LARGE, 413, invalid_request_error",
    "UNSUPPORTED_MEDIA_TYPE, 415, invalid_request_error",
    "IDEMPOTENCY_KEY_REUSED, 422, invalid_request_error",
    "MODEL_NOT_PRICED, 422, invalid_request_error",
    "RATE_LIMIT_EXCEEDED, 429, rate_limit_error",
    "BUDGET_EXCEEDED, 429, insufficient_quota",
    "CONCURRENCY_LIMIT_EXCEEDED, 429, rate_limit_error",
    "UPSTREAM_ERROR, 502, server_error",
    "UPSTREAM_INVALID_RESPONSE, 502, server_error",
    "OVERLOADED, 503, server_error",
    "NO_CHANNEL_AVAILABLE, 503, server_error",
    "UPSTREAM_TIMEOUT, 504, server_error",
    "INTERNAL_ERROR, 500, server_error",
  })
  void answersEachCodeAsTheContractSays(ErrorCode code, int status, String type) {
    ErrorEnvelope error = ErrorMapper.envelope(new ChatException.Final(code, "why", "field"), "r1");
    assertEquals(status, error.status());
    assertEquals(
        "{\"error\":{\"message\":\"why\",\"type\":\"%s\",\"param\":\"field\",\"code\":\"%s\"}}"
            .formatted(type, code.code()),
        error.json().toString());
  }

  @ParameterizedTest
  @EnumSource
  void knowsAStatusForEveryCode(ErrorCode code) {
    assertTrue(ErrorMapper.status(code) >= 400);
  }

  @Test
  void roundsRetryAfterUpToWholeSeconds() {
    ChatException limited =
        new ChatException.Final(
            ErrorCode.RATE_LIMIT_EXCEEDED, "wait", null, Duration.ofMillis(2_001));
    assertEquals(3, ErrorMapper.envelope(limited, "r1").retryAfterSeconds());
    ChatException upstream =
        new ChatException.Retryable(
            ErrorCode.RATE_LIMIT_EXCEEDED, Outcome.RATE, "wait", Duration.ofMillis(1), null);
    assertEquals(1, ErrorMapper.envelope(upstream, "r1").retryAfterSeconds());
  }

  @Test
  void saysSomethingToWaitForWithEvery503() {
    ErrorEnvelope error =
        ErrorMapper.envelope(new ChatException.Final(ErrorCode.NO_CHANNEL_AVAILABLE, "none"), "r1");
    assertEquals(1, error.retryAfterSeconds());
  }

  @Test
  void tellsNothingOfAnUnexpectedFailure() {
    ErrorEnvelope error =
        ErrorMapper.envelope(new IllegalStateException("sk-secret\nat 10.0.0.1"), "r1");
    assertEquals(500, error.status());
    assertEquals(ErrorCode.INTERNAL_ERROR, error.code());
    assertFalse(error.json().toString().contains("secret"));
  }

  @Test
  void advisesAgainstRepeatingWhatABudgetForbids() {
    assertFalse(
        ErrorMapper.envelope(new ChatException.Final(ErrorCode.BUDGET_EXCEEDED, "no"), "r1")
            .worthRepeating());
  }
}
