package io.llmgateway;

import io.llmgateway.admission.Admission;
import io.llmgateway.admission.Admitted;
import io.llmgateway.routing.Router;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.math.BigDecimal;

/** Where every request comes in, whatever its kind: let in, routed, and paid in advance. */
@ApplicationScoped
public class Reception {
  private final Admission admission;
  private final Router router;
  private final Till till;
  private final GatewayMetrics metrics;

  @Inject
  public Reception(Admission admission, Router router, Till till, GatewayMetrics metrics) {
    this.admission = admission;
    this.router = router;
    this.till = till;
    this.metrics = metrics;
  }

  /** For the container's proxy only. */
  protected Reception() {
    this(null, null, null, null);
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
    Admitted admitted = admission.admit(demand.caller(), demand.model(), demand.tokenEstimate());
    try {
      return till.open(demand, admitted, router.route(demand.model()));
    } catch (RuntimeException e) {
      admitted.done(0, BigDecimal.ZERO);
      throw e;
    }
  }
}
