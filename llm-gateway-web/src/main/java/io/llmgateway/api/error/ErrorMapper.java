package io.llmgateway.api.error;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.time.Duration;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Turns whatever went wrong into the outward contract's error. The only class that knows which HTTP
 * status belongs to which error.
 *
 * <p>It maps {@link Throwable}, so that no exception ever reaches the server's own HTML page.
 */
@Provider
public class ErrorMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = Logger.getLogger(ErrorMapper.class.getName());

  /** The attribute of the request that holds its id, for the log. */
  public static final String REQUEST_ID = "io.llmgateway.request-id";

  /** How operators sign in, who are known to the server and not to the gateway. */
  private static final String OPERATORS = "Basic realm=\"llm-gateway\"";

  @Context private HttpServletRequest http;

  @Override
  public Response toResponse(Throwable failure) {
    return response(failure, String.valueOf(http.getAttribute(REQUEST_ID)));
  }

  /**
   * @param requestId under which an unexpected failure is logged
   */
  public static Response response(Throwable failure, String requestId) {
    ErrorEnvelope error = envelope(failure, requestId);
    Response.ResponseBuilder response =
        Response.status(error.status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(error.json().toByteArray());
    if (error.retryAfterSeconds() > 0) {
      response.header(HttpHeaders.RETRY_AFTER, error.retryAfterSeconds());
    }
    if (!error.worthRepeating()) {
      response.header("x-should-retry", "false");
    }
    if (error.status() == 401) {
      response.header(HttpHeaders.WWW_AUTHENTICATE, challenge(error.code()));
    }
    if (failure instanceof WebApplicationException web) {
      String allow = web.getResponse().getHeaderString(HttpHeaders.ALLOW);
      if (allow != null) {
        response.header(HttpHeaders.ALLOW, allow);
      }
    }
    return response.build();
  }

  static String challenge(ErrorCode code) {
    return code == ErrorCode.AUTHENTICATION_REQUIRED ? OPERATORS : "Bearer";
  }

  /**
   * @param requestId under which an unexpected failure is logged
   * @return what the caller may know of the failure; one that is not part of the contract becomes
   *     an internal error without detail
   */
  public static ErrorEnvelope envelope(Throwable failure, String requestId) {
    if (failure instanceof ChatException chat) {
      return new ErrorEnvelope(
          status(chat.code()), chat.code(), chat.getMessage(), param(chat), retryAfter(chat));
    }
    if (failure instanceof WebApplicationException web && web.getResponse().getStatus() < 500) {
      return envelope(web.getResponse().getStatus());
    }
    LOG.log(Level.SEVERE, failure, () -> "unexpected failure of request " + requestId);
    return envelope(500);
  }

  /**
   * @param status an error status that the server or JAX-RS chose
   */
  public static ErrorEnvelope envelope(int status) {
    switch (status) {
      case 401:
        return new ErrorEnvelope(
            401,
            ErrorCode.AUTHENTICATION_REQUIRED,
            "Sign in with the name and password of an operator (HTTP Basic).",
            null,
            0);
      case 403:
        return new ErrorEnvelope(
            403, ErrorCode.PERMISSION_DENIED, "This operator may not do that.", null, 0);
      case 404:
        return new ErrorEnvelope(
            404, ErrorCode.NOT_FOUND, "There is nothing at this path.", null, 0);
      case 405:
        return new ErrorEnvelope(
            405, ErrorCode.METHOD_NOT_ALLOWED, "This path does not take this method.", null, 0);
      case 406:
        return new ErrorEnvelope(
            406, ErrorCode.NOT_ACCEPTABLE, "Only application/json is served here.", null, 0);
      case 413:
        return new ErrorEnvelope(
            413, ErrorCode.BODY_TOO_LARGE, "The request is too large.", null, 0);
      case 415:
        return new ErrorEnvelope(
            415,
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            "The content type must be application/json.",
            null,
            0);
      case 503:
        return new ErrorEnvelope(
            503, ErrorCode.OVERLOADED, "The gateway is overloaded, try again.", null, 1);
      default:
        return status >= 400 && status < 500
            ? new ErrorEnvelope(
                status, ErrorCode.INVALID_REQUEST, "The request can not be served.", null, 0)
            : new ErrorEnvelope(
                500,
                ErrorCode.INTERNAL_ERROR,
                "The gateway failed; the failure is logged.",
                null,
                0);
    }
  }

  /**
   * @return the HTTP status of an error code, as the outward contract says
   */
  static int status(ErrorCode code) {
    switch (code) {
      case INVALID_REQUEST:
      case INVALID_JSON:
      case CONTEXT_LENGTH_EXCEEDED:
      case UNSUPPORTED_PARAMETER:
      case CONTENT_FILTER:
        return 400;
      case INVALID_API_KEY:
      case MISSING_API_KEY:
      case AUTHENTICATION_REQUIRED:
        return 401;
      case INSUFFICIENT_FUNDS:
        return 402;
      case MODEL_NOT_ALLOWED:
      case KEY_EXPIRED:
      case KEY_DISABLED:
      case ACCOUNT_DISABLED:
      case PERMISSION_DENIED:
        return 403;
      case MODEL_NOT_FOUND:
      case NOT_FOUND:
        return 404;
      case METHOD_NOT_ALLOWED:
        return 405;
      case NOT_ACCEPTABLE:
        return 406;
      case CONFLICT:
        return 409;
      case BODY_TOO_LARGE:
        return 413;
      case UNSUPPORTED_MEDIA_TYPE:
        return 415;
      case IDEMPOTENCY_KEY_REUSED:
      case MODEL_NOT_PRICED:
        return 422;
      case RATE_LIMIT_EXCEEDED:
      case BUDGET_EXCEEDED:
      case CONCURRENCY_LIMIT_EXCEEDED:
        return 429;
      case UPSTREAM_ERROR:
      case UPSTREAM_INVALID_RESPONSE:
        return 502;
      case OVERLOADED:
      case NO_CHANNEL_AVAILABLE:
        return 503;
      case UPSTREAM_TIMEOUT:
        return 504;
      case INTERNAL_ERROR:
        return 500;
    }
    throw new IllegalArgumentException(code.name().toLowerCase(Locale.ROOT));
  }

  private static String param(ChatException failure) {
    return failure instanceof ChatException.Final refused ? refused.param() : null;
  }

  /** In whole seconds, rounded up; 429 and 503 always say something. */
  private static long retryAfter(ChatException failure) {
    Duration wait =
        failure instanceof ChatException.Final refused
            ? refused.retryAfter()
            : ((ChatException.Retryable) failure).retryAfter();
    if (wait != null) {
      return Math.max(1, wait.plusNanos(999_999_999).toSeconds());
    }
    int status = status(failure.code());
    return status == 429 || status == 503 ? 1 : 0;
  }
}
