package io.llmgateway.chat;

import java.time.Duration;
import java.util.Objects;

/**
 * Why a call did not succeed, in terms of the outward contract. The message is written for the
 * caller: it never holds a credential, an upstream address or a prompt.
 */
public abstract sealed class ChatException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  private ChatException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = Objects.requireNonNull(code);
  }

  /**
   * @return the stable code, never null
   */
  public ErrorCode code() {
    return code;
  }

  /** No other candidate would change the result: the request, the caller or the policy says no. */
  public static final class Final extends ChatException {
    private static final long serialVersionUID = 1L;

    private final String param;
    private final transient Duration retryAfter;

    public Final(ErrorCode code, String message) {
      this(code, message, null, null);
    }

    /**
     * @param param the request field at fault, in the notation {@code messages[0].role}, or null
     */
    public Final(ErrorCode code, String message, String param) {
      this(code, message, param, null);
    }

    /**
     * @param retryAfter when the same request may succeed, or null when waiting does not help
     */
    public Final(ErrorCode code, String message, String param, Duration retryAfter) {
      super(code, message, null);
      this.param = param;
      this.retryAfter = retryAfter;
    }

    /**
     * @return the request field at fault, or null
     */
    public String param() {
      return param;
    }

    /**
     * @return when the same request may succeed, or null when waiting does not help
     */
    public Duration retryAfter() {
      return retryAfter;
    }
  }

  /** This attempt failed; another candidate may succeed. */
  public static final class Retryable extends ChatException {
    private static final long serialVersionUID = 1L;

    private final Outcome outcome;
    private final transient Duration retryAfter;

    /**
     * @param retryAfter the provider's own word on when to come back, or null
     */
    public Retryable(
        ErrorCode code, Outcome outcome, String message, Duration retryAfter, Throwable cause) {
      super(code, message, cause);
      this.outcome = Objects.requireNonNull(outcome);
      this.retryAfter = retryAfter;
    }

    public Retryable(ErrorCode code, Outcome outcome, String message) {
      this(code, outcome, message, null, null);
    }

    /**
     * @return the class of the failure, never null
     */
    public Outcome outcome() {
      return outcome;
    }

    /**
     * @return the provider's own word on when to come back, or null
     */
    public Duration retryAfter() {
      return retryAfter;
    }
  }
}
