package io.llmgateway.routing.decision;

import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Decision;
import io.llmgateway.routing.Explanation;
import io.llmgateway.routing.Route;
import java.time.Instant;
import java.util.Map;

/**
 * A decision as it is kept.
 *
 * @param explanation JSON, as {@link Explanation} writes it
 */
public record DecisionRow(
    String callId,
    String requestId,
    String account,
    String requestedModel,
    String virtualModel,
    String task,
    String splitModel,
    String firstModel,
    String firstChannel,
    String explanation,
    Instant createdAt) {
  /** What the column takes. */
  private static final int LONGEST = 8_000;

  private static final int MOST = 16;

  static DecisionRow of(
      String callId, String requestId, Route route, Map<Candidate, String> unfit, Instant now) {
    Decision decision = route.decision();
    return new DecisionRow(
        callId,
        requestId,
        decision.query().account(),
        route.requestedModel(),
        decision.virtual(),
        decision.task() == null ? null : decision.task().written(),
        decision.split(),
        route.candidates().get(0).publicModel(),
        route.candidates().get(0).channel(),
        fitting(decision, unfit),
        now);
  }

  /** Of a large pool only the best are written down. */
  private static String fitting(Decision decision, Map<Candidate, String> unfit) {
    for (int most = MOST; most >= 1; most /= 2) {
      String text = Explanation.of(decision, most, unfit).toString();
      if (text.length() <= LONGEST) {
        return text;
      }
    }
    return "{}";
  }
}
