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
  public static sealed class Final extends ChatException permits Filtered {
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

  /**
   * A provider's content policy refuses, before anything useful was given. Others would mostly say
   * the same, but each provider has a policy of its own.
   */
  public static final class Filtered extends Final {
    private static final long serialVersionUID = 1L;

    private final transient FilterHit hit;
    private final transient Usage usage;
    private final boolean asksOthers;

    /**
     * @param param the request field at fault, or null
     */
    public Filtered(FilterHit hit, String message, String param) {
      this(hit, message, param, null, false);
    }

    private Filtered(FilterHit hit, String message, String param, Usage usage, boolean asksOthers) {
      super(ErrorCode.CONTENT_FILTER, message, param);
      this.hit = Objects.requireNonNull(hit);
      this.usage = usage;
      this.asksOthers = asksOthers;
    }

    /**
     * @param reported what the provider says it has used, or null
     */
    public Filtered used(Usage reported) {
      return new Filtered(hit, getMessage(), param(), reported, asksOthers);
    }

    /** The same where the operator lets another candidate be asked. */
    public Filtered askingOthers() {
      return new Filtered(hit, getMessage(), param(), usage, true);
    }

    public FilterHit hit() {
      return hit;
    }

    /**
     * @return what the provider says it has used, or null
     */
    public Usage usage() {
      return usage;
    }

    /**
     * @return whether another candidate may be asked
     */
    public boolean asksOthers() {
      return asksOthers;
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
