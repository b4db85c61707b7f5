package io.llmgateway.admission;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.math.BigDecimal;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request that has passed admission and counts against its key until it is done. */
public final class Admitted {
  private final KeyLimits limits;
  private final long tokenEstimate;
  private final RateLimitState state;
  private final AtomicBoolean done = new AtomicBoolean();
  private BigDecimal reserved = BigDecimal.ZERO;

  Admitted(KeyLimits limits, long tokenEstimate, RateLimitState state) {
    this.limits = limits;
    this.tokenEstimate = tokenEstimate;
    this.state = state;
  }

  public RateLimitState rateLimits() {
    return state;
  }

  /**
   * Reserves the worst-case price in the key's budget.
   *
   * @param worstCase in the account's currency
   * @throws ChatException.Final {@code budget_exceeded}
   */
  public void reserveBudget(BigDecimal worstCase) {
    if (limits.budget() == null) {
      return;
    }
    if (!limits.budget().reserve(worstCase)) {
      throw new ChatException.Final(
          ErrorCode.BUDGET_EXCEEDED, "The budget of this key does not cover this request.");
    }
    reserved = worstCase;
  }

  /**
   * The request is over: its slot is free, and what was really used takes the place of the
   * estimates. Only the first call counts.
   *
   * @param tokensUsed 0 or more
   * @param charged in the account's currency, 0 or more
   */
  public void done(long tokensUsed, BigDecimal charged) {
    if (done.compareAndSet(false, true)) {
      limits.leave();
      limits.correctTokens(tokenEstimate, tokensUsed);
      if (limits.budget() != null) {
        limits.budget().settle(reserved, charged);
      }
    }
  }
}
