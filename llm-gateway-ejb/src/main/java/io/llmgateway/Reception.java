package io.llmgateway;

import io.llmgateway.admission.Admission;
import io.llmgateway.admission.Admitted;
import io.llmgateway.admission.Caller;
import io.llmgateway.chat.Call;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Route;
import io.llmgateway.routing.Router;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.Set;

/** Where every request comes in, whatever its kind: let in, routed, and paid in advance. */
@ApplicationScoped
public class Reception {
  private final Admission admission;
  private final Router router;
  private final Routes routes;
  private final Till till;
  private final GatewayMetrics metrics;
  private final TokenCounts counts;

  @Inject
  public Reception(
      Admission admission,
      Router router,
      Routes routes,
      Till till,
      GatewayMetrics metrics,
      TokenCounts counts) {
    this.admission = admission;
    this.router = router;
    this.routes = routes;
    this.till = till;
    this.metrics = metrics;
    this.counts = counts;
  }

  /** For the container's proxy only. */
  protected Reception() {
    this(null, null, null, null, null, null);
  }

  /**
   * @return measures the request from now on; names of models that there are not are kept out of
   *     the metrics, because anybody can make them up
   */
  RequestTimer timer(Demand demand) {
    return new RequestTimer(demand, router.model(demand.model()).isPresent(), metrics);
  }

  /**
   * @return the open bill; whoever has it settles it
   * @throws io.llmgateway.chat.ChatException when the request is not let in, there is no such
   *     model, or it is not payable; then nothing stays held
   */
  Bill open(Demand demand) {
    admission.requireAllowed(demand.caller(), demand.model());
    Route route = routes.of(demand);
    Candidate first = route.candidates().get(0);
    long tokens = tokens(demand, first);
    Admitted admitted = admit(demand, first.publicModel(), tokens, demand.openEnded());
    try {
      return till.open(demand, admitted, route, tokens);
    } catch (RuntimeException e) {
      admitted.done(0, BigDecimal.ZERO);
      throw e;
    }
  }

  /** What a limit of tokens per minute is reserved for, until the tokens are counted. */
  private long tokens(Demand demand, Candidate candidate) {
    long prompt =
        demand.choices() == 0
            ? demand.promptEstimate()
            : Math.min(demand.inputTokensBound(), counts.prompt(candidate, demand.body()));
    return prompt + demand.maxOutputTokens() * demand.choices();
  }

  /**
   * Lets in a request that is answered without a call: it counts as a request, not by its tokens.
   *
   * @param meant the public model that answered when it was first asked
   * @throws io.llmgateway.chat.ChatException when it is not let in
   */
  Admitted admit(Demand demand, String meant) {
    admission.requireAllowed(demand.caller(), demand.model());
    return admit(demand, meant, 0, false);
  }

  /**
   * A stored answer is given again: that is a request for the limits, and nothing more, so that
   * repetitions can not load the database without bound.
   *
   * @throws io.llmgateway.chat.ChatException when there are too many; the answer stays stored
   */
  void again(Caller caller, Call call) {
    admission.admit(caller, Set.of(), 0, false, call.cancellation()).done(0, BigDecimal.ZERO);
  }

  /** A limit of the model holds for each of its names. */
  private Admitted admit(Demand demand, String meant, long tokens, boolean open) {
    return admission.admit(
        demand.caller(),
        meant.equals(demand.model()) ? Set.of(meant) : Set.of(demand.model(), meant),
        tokens,
        open,
        demand.call().cancellation());
  }
}
