package io.llmgateway;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Usage;
import io.llmgateway.ledger.AccountDetails;
import io.llmgateway.ledger.Accounts;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.AttemptRecord;
import io.llmgateway.ledger.EndState;
import io.llmgateway.ledger.Hold;
import io.llmgateway.ledger.HoldRequest;
import io.llmgateway.ledger.InterruptedCall;
import io.llmgateway.ledger.PricedModel;
import io.llmgateway.ledger.Settlement;
import io.llmgateway.ledger.Settlements;
import io.llmgateway.ledger.UsageSource;
import io.llmgateway.ledger.Wallets;
import io.llmgateway.routing.Candidate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/**
 * Books the calls that the gateway makes for itself, under an account of its own for each currency:
 * its wallet stays empty, nothing is held or charged, and the provider's cost is booked.
 */
@ApplicationScoped
public class ProbeBooks {
  /** The account's name, before the currency. */
  static final String ACCOUNT = "gateway-probes-";

  private static final String KEY = "probe";
  private static final String OPERATION = "chat";

  private Wallets wallets;
  private Settlements settlements;
  private Accounts accounts;

  /** For the container's proxy. */
  ProbeBooks() {}

  @Inject
  ProbeBooks(Wallets wallets, Settlements settlements, Accounts accounts) {
    this.wallets = wallets;
    this.settlements = settlements;
    this.accounts = accounts;
  }

  /** The booking of one probe; closed without a result, nothing is booked. */
  final class Entry implements AutoCloseable {
    private final String callId;
    private final String account;
    private final Attempt attempt;
    private final Hold hold;

    private Entry(String callId, String account, Attempt attempt, Hold hold) {
      this.callId = callId;
      this.account = account;
      this.attempt = attempt;
      this.hold = hold;
    }

    /** Books what the probe found, and waits until that has committed. */
    void result(Probes.Result result) {
      boolean priced = hold.unpriced().isEmpty();
      Usage usage = priced && result.usage() != null ? result.usage() : Usage.NONE;
      Candidate candidate = attempt.candidate();
      settlements.settle(
          hold,
          new Settlement(
              callId,
              callId,
              KEY,
              account,
              candidate.publicModel(),
              OPERATION,
              true,
              List.of(
                  new AttemptRecord(
                      1,
                      candidate.publicModel(),
                      candidate.provider().id(),
                      candidate.upstreamModel(),
                      candidate.channel(),
                      result.outcome(),
                      EndState.PROBE,
                      usage,
                      usage.equals(Usage.NONE) ? UsageSource.NONE : UsageSource.REPORTED,
                      attempt.startedAt(),
                      result.firstToken(),
                      result.duration(),
                      0))));
    }

    @Override
    public void close() {
      hold.release();
    }
  }

  /**
   * @throws ChatException {@code overloaded} when the probe could not be booked; then it must not
   *     be made
   */
  Entry open(String callId, Attempt attempt) {
    Candidate candidate = attempt.candidate();
    PricedModel model =
        new PricedModel(
            candidate.publicModel(), candidate.provider().id(), candidate.upstreamModel());
    String account = ACCOUNT + wallets.currency(model);
    requireAccount(account);
    Hold hold = wallets.unpaid(new HoldRequest(callId, account, List.of(model), 0, 0, 0));
    settlements.begin(
        hold,
        new InterruptedCall(
            callId,
            callId,
            KEY,
            account,
            candidate.publicModel(),
            OPERATION,
            true,
            1,
            candidate.publicModel(),
            candidate.provider().id(),
            candidate.upstreamModel(),
            candidate.channel(),
            attempt.startedAt(),
            hold.amount()));
    return new Entry(callId, account, attempt, hold);
  }

  private void requireAccount(String account) {
    if (accounts.exists(account)) {
      return;
    }
    String currency = account.substring(ACCOUNT.length());
    try {
      accounts.create("gateway", new AccountDetails(account, null, true, Amount.zero(currency)));
    } catch (ChatException e) {
      if (e.code() != ErrorCode.CONFLICT) {
        throw e;
      }
    }
  }
}
