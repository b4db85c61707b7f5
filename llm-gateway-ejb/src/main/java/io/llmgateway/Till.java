package io.llmgateway;

import io.llmgateway.admission.Admitted;
import io.llmgateway.admission.ChannelLimits;
import io.llmgateway.ledger.Hold;
import io.llmgateway.ledger.HoldRequest;
import io.llmgateway.ledger.PricedModel;
import io.llmgateway.ledger.Settlements;
import io.llmgateway.ledger.Wallets;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Route;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Opens the bill of a request: money is held for its worst case before any provider is called. */
@ApplicationScoped
public class Till {
  /**
   * What a model without a known limit may answer when the client sets none. More than that is
   * still paid for, from what the wallet has then.
   */
  static final long UNKNOWN_OUTPUT_LIMIT = 4_096;

  private final Wallets wallets;
  private final Settlements settlements;
  private final GatewayMetrics metrics;
  private final ChannelGate gate;
  private final ChannelLimits limits;
  private final ModelLayer layer;
  private final TokenCounts counts;

  @Inject
  public Till(
      Wallets wallets,
      Settlements settlements,
      GatewayMetrics metrics,
      ChannelGate gate,
      ChannelLimits limits,
      ModelLayer layer,
      TokenCounts counts) {
    this.wallets = wallets;
    this.settlements = settlements;
    this.metrics = metrics;
    this.gate = gate;
    this.limits = limits;
    this.layer = layer;
    this.counts = counts;
  }

  /** For the container's proxy only. */
  protected Till() {
    this(null, null, null, null, null, null, null);
  }

  /**
   * @param tokens that the call will probably take of the channel's limits
   * @throws io.llmgateway.chat.ChatException {@code insufficient_funds}, {@code budget_exceeded} or
   *     {@code model_not_priced}; then nothing stays held
   */
  Bill open(Demand demand, Admitted admitted, Route route, long tokens) {
    long output = outputBound(demand, route.candidates());
    boolean twice = layer.asksTwice(demand.body(), route.candidates());
    Hold hold =
        wallets.hold(
            new HoldRequest(
                demand.call().id(),
                demand.caller().account(),
                route.candidates().stream().map(Till::priced).distinct().toList(),
                twice ? 2 * demand.inputTokensBound() + output : demand.inputTokensBound(),
                twice ? 2 * output : output,
                demand.images()));
    try {
      admitted.reserveBudget(hold.amount().value());
    } catch (RuntimeException e) {
      hold.release();
      throw e;
    }
    return new Bill(
        demand,
        admitted,
        hold,
        payable(route, hold),
        settlements,
        metrics,
        gate,
        new ChannelPermits(limits, tokens),
        counts);
  }

  /** Nothing may be called that could not be charged. */
  private static Route payable(Route route, Hold hold) {
    return hold.unpriced().isEmpty()
        ? route
        : route.with(
            route.candidates().stream().filter(c -> !hold.unpriced().contains(priced(c))).toList());
  }

  private static PricedModel priced(Candidate candidate) {
    return new PricedModel(
        candidate.publicModel(), candidate.provider().id(), candidate.upstreamModel());
  }

  private static long outputBound(Demand demand, List<Candidate> candidates) {
    if (demand.maxOutputTokens() > 0) {
      return demand.maxOutputTokens() * demand.choices();
    }
    long dearest = 0;
    for (Candidate candidate : candidates) {
      long limit = candidate.card() == null ? 0 : candidate.card().maxOutputTokens();
      dearest = Math.max(dearest, limit == 0 ? UNKNOWN_OUTPUT_LIMIT : limit);
    }
    return dearest * demand.choices();
  }
}
