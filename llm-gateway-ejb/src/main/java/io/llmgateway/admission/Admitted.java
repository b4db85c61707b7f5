package io.llmgateway.admission;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A request that has passed admission and counts against its limits until it is done. */
public final class Admitted {
  private final AdmissionTicket ticket;
  private final RateLimitState state;
  private final List<BudgetMeter> budgets;
  private final Runnable freed;
  private final AtomicBoolean done = new AtomicBoolean();
  private BigDecimal reserved;

  /**
   * @param ticket has got its permits
   * @param freed is told when others may have the permits
   */
  Admitted(
      AdmissionTicket ticket, RateLimitState state, List<BudgetMeter> budgets, Runnable freed) {
    this.ticket = ticket;
    this.state = state;
    this.budgets = budgets;
    this.freed = freed;
  }

  public RateLimitState rateLimits() {
    return state;
  }

  /**
   * Reserves the worst-case price in the budgets of the key and the account.
   *
   * @param worstCase in the account's currency
   * @throws ChatException.Final {@code budget_exceeded}; then nothing is reserved
   */
  public void reserveBudget(BigDecimal worstCase) {
    for (int i = 0; i < budgets.size(); i++) {
      if (!budgets.get(i).reserve(worstCase)) {
        for (int j = 0; j < i; j++) {
          budgets.get(j).settle(worstCase, BigDecimal.ZERO);
        }
        throw new ChatException.Final(
            ErrorCode.BUDGET_EXCEEDED,
            "The budget of " + budgets.get(i).subject().words() + " does not cover this request.");
      }
    }
    reserved = worstCase;
  }

  /**
   * The request is over: its slots are free, and what was really used takes the place of the
   * estimates. Only the first call counts.
   *
   * @param tokensUsed 0 or more
   * @param charged in the account's currency, 0 or more
   */
  public void done(long tokensUsed, BigDecimal charged) {
    if (done.compareAndSet(false, true)) {
      ticket.leave(tokensUsed);
      for (BudgetMeter budget : budgets) {
        budget.settle(reserved == null ? BigDecimal.ZERO : reserved, charged);
      }
      freed.run();
    }
  }
}
