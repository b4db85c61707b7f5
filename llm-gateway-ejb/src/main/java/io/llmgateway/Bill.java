package io.llmgateway;

import io.llmgateway.admission.Admitted;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.ledger.AttemptRecord;
import io.llmgateway.ledger.EndState;
import io.llmgateway.ledger.Hold;
import io.llmgateway.ledger.InterruptedCall;
import io.llmgateway.ledger.Receipt;
import io.llmgateway.ledger.Settlement;
import io.llmgateway.ledger.Settlements;
import io.llmgateway.ledger.StoredAnswer;
import io.llmgateway.ledger.UsageSource;
import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Route;
import io.llmgateway.routing.health.AttemptReport;
import io.llmgateway.telemetry.GatewayMetrics;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** The attempts of one request, and the money held for it, until both are settled, once. */
final class Bill implements AttemptBook {
  private final Demand demand;
  private final Admitted admitted;
  private final Hold hold;
  private final Route route;
  private final Settlements settlements;
  private final GatewayMetrics metrics;
  private final ChannelGate gate;
  private final ChannelPermits permits;
  private final TokenCounts counts;
  private final List<AttemptRecord> attempts = new ArrayList<>(1);
  private boolean answered;
  private boolean settled;

  Bill(
      Demand demand,
      Admitted admitted,
      Hold hold,
      Route route,
      Settlements settlements,
      GatewayMetrics metrics,
      ChannelGate gate,
      ChannelPermits permits,
      TokenCounts counts) {
    this.demand = demand;
    this.admitted = admitted;
    this.hold = hold;
    this.route = route;
    this.settlements = settlements;
    this.metrics = metrics;
    this.gate = gate;
    this.permits = permits;
    this.counts = counts;
  }

  Admitted admitted() {
    return admitted;
  }

  Demand demand() {
    return demand;
  }

  /**
   * @return the candidates that can be charged for
   */
  Route route() {
    return route;
  }

  /** The client has an answer's beginning: it pays for that one, whatever is tried to go on. */
  void answered() {
    answered = true;
  }

  @Override
  public boolean admits(Candidate candidate) {
    return permits.take(candidate);
  }

  @Override
  public void withdraws(Candidate candidate) {
    permits.withdraw(candidate);
  }

  @Override
  public Duration untilAdmitted(Candidate candidate) {
    return permits.untilFree(candidate);
  }

  @Override
  public void begins(Attempt attempt) {
    settlements.begin(
        hold,
        new InterruptedCall(
            demand.call().id(),
            demand.call().requestId(),
            demand.caller().key(),
            demand.caller().account(),
            demand.model(),
            demand.operation(),
            demand.streamed(),
            attempt.number(),
            attempt.candidate().publicModel(),
            attempt.candidate().provider().id(),
            attempt.candidate().upstreamModel(),
            attempt.candidate().channel(),
            attempt.startedAt(),
            hold.amount()));
  }

  @Override
  public void failed(Attempt attempt, Outcome outcome, Duration retryAfter) {
    failed(attempt, outcome, retryAfter, null);
  }

  /** What the provider counts although it gave nothing, is the gateway's cost. */
  @Override
  public void filtered(Attempt attempt, ChatException.Filtered refusal) {
    failed(attempt, Outcome.FILTER, null, refusal.usage());
  }

  private void failed(Attempt attempt, Outcome outcome, Duration retryAfter, Usage reported) {
    boolean gone =
        outcome == Outcome.CANCELLED
            && !answered
            && attempts.stream().noneMatch(a -> a.endState().charged());
    EndState endState = gone ? EndState.CLIENT_GONE : EndState.FAILED_BEFORE_OUTPUT;
    boolean repeated = attempts.stream().anyMatch(a -> sameModel(a, attempt.candidate()));
    if (reported == null) {
      book(attempt, outcome, endState, Usage.NONE, UsageSource.NONE, null);
    } else {
      book(attempt, outcome, endState, reported, UsageSource.REPORTED, null);
    }
    gate.report(
        attempt.candidate(),
        AttemptReport.failure(outcome, attempt.elapsed().toNanos(), retryAfter, repeated));
  }

  private static boolean sameModel(AttemptRecord before, Candidate candidate) {
    return before.channel().equals(candidate.channel())
        && before.upstreamModel().equals(candidate.upstreamModel());
  }

  /** The provider has read the prompt by now, and may charge for it. */
  @Override
  public void lost(Attempt attempt) {
    book(
        attempt,
        Outcome.CANCELLED,
        EndState.HEDGED_LOSER,
        Usage.of(TokenEstimate.prompt(demand.body()), 0),
        UsageSource.ESTIMATED,
        null);
    gate.report(
        attempt.candidate(),
        new AttemptReport(Outcome.CANCELLED, -1, attempt.elapsed().toNanos(), null));
    metrics.hedged(demand.model(), attempt.number() == 1 ? "second" : "first");
  }

  /** An answer was cut, and somebody was looked for who goes on. */
  void rescued(boolean continued) {
    metrics.rescued(demand.model(), continued ? "continued" : "failed");
  }

  /**
   * An attempt that gave an answer, or a part of one, has ended.
   *
   * @param firstToken from the start of the attempt to the first useful event, or null when the
   *     answer came in one piece
   * @param retryAfter the provider's word on when to come back, or null
   */
  void add(
      Attempt attempt,
      Outcome outcome,
      EndState endState,
      Usage usage,
      UsageSource source,
      Duration firstToken,
      Duration retryAfter) {
    book(attempt, outcome, endState, usage, source, firstToken);
    boolean timed = demand.streamed() && firstToken != null;
    gate.report(
        attempt.candidate(),
        new AttemptReport(
            outcome,
            timed ? firstToken.toNanos() : -1,
            attempt.elapsed().toNanos(),
            retryAfter,
            usage.outputTokens()));
  }

  /** The provider has counted the prompt, as the client sent it. */
  void counted(Attempt attempt, Usage usage) {
    counts.learn(attempt.candidate(), demand.body(), demand.inputTokensBound(), usage);
  }

  private void book(
      Attempt attempt,
      Outcome outcome,
      EndState endState,
      Usage usage,
      UsageSource source,
      Duration firstToken) {
    permits.ended(attempt.candidate(), usage.totalTokens());
    attempts.add(
        new AttemptRecord(
            attempt.number(),
            attempt.candidate().publicModel(),
            attempt.candidate().provider().id(),
            attempt.candidate().upstreamModel(),
            attempt.candidate().channel(),
            outcome,
            endState,
            usage,
            source,
            attempt.startedAt(),
            firstToken,
            attempt.elapsed(),
            demand.images()));
    metrics.attemptEnded(
        attempt.candidate().provider().id(),
        attempt.candidate().channel(),
        outcome.name().toLowerCase(Locale.ROOT));
  }

  /** Settles a call of which nothing is kept. */
  void settle() {
    settle(null);
  }

  /** Settles a call that has failed. What keeps it from being booked does not hide the failure. */
  void settleAfter(RuntimeException failure) {
    try {
      settle();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Settles a call together with its answer, where that is kept.
   *
   * @param document gives the answer as JSON, or null when it is too large to be kept; asked only
   *     when it is to be kept
   */
  void settle(Claim.Part part, Supplier<CharSequence> document) {
    if (!part.kept()) {
      settle();
      return;
    }
    try {
      settle(part.answer(document.get()));
    } catch (ChatException e) {
      if (e.code() == ErrorCode.INTERNAL_ERROR) {
        part.notBooked();
      }
      throw e;
    }
  }

  /**
   * Books everything and waits until it is committed. Only the first call counts.
   *
   * @param answer what is to be kept, or null
   * @throws ChatException {@code overloaded} when the ledger did not answer in time; the settlement
   *     stays queued and is not lost
   */
  private void settle(StoredAnswer answer) {
    if (settled) {
      return;
    }
    settled = true;
    Usage used = used();
    BigDecimal charged = hold.amount().value();
    try {
      Receipt receipt = settlements.settle(hold, settlement(answer));
      charged = receipt.charge().value();
      metrics.charged(demand.model(), charged, receipt.charge().currency());
      metrics.tokens(demand.model(), used);
    } finally {
      permits.endAll();
      admitted.done(used.totalTokens(), charged);
    }
  }

  /** What the client got; of attempts that came to nothing nobody's limits are charged. */
  private Usage used() {
    return attempts.stream()
        .filter(attempt -> attempt.endState().charged())
        .map(AttemptRecord::usage)
        .findFirst()
        .orElseGet(
            () -> attempts.isEmpty() ? Usage.NONE : attempts.get(attempts.size() - 1).usage());
  }

  private Settlement settlement(StoredAnswer answer) {
    attempts.sort(Comparator.comparingInt(AttemptRecord::number));
    return new Settlement(
        demand.call().id(),
        demand.call().requestId(),
        demand.caller().key(),
        demand.caller().account(),
        demand.model(),
        demand.operation(),
        demand.streamed(),
        attempts,
        answer);
  }
}
