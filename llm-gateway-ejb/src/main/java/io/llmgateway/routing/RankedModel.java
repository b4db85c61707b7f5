package io.llmgateway.routing;

import io.llmgateway.routing.constraint.Quality;
import java.math.BigDecimal;

/**
 * A model of a virtual model's pool, as it was judged for one request.
 *
 * @param byRule whether a rule for the task or the language put it first
 * @param score from 0 to 1, rounded to 4 places; null when it is excluded
 * @param expectedCost of the request, in the account's currency; null when not known
 * @param firstTokenMillis null when not measured
 * @param quality null when nobody said anything
 * @param feedback from -1 to 1; null when nobody said anything
 * @param ready whether one of its channels is well
 * @param excluded null when it may be chosen
 */
record RankedModel(
    String model,
    boolean byRule,
    BigDecimal score,
    BigDecimal expectedCost,
    BigDecimal firstTokenMillis,
    Quality quality,
    BigDecimal feedback,
    boolean ready,
    Exclusion excluded) {

  static RankedModel excluded(String model, boolean byRule, Exclusion reason) {
    return new RankedModel(model, byRule, null, null, null, null, null, false, reason);
  }

  RankedModel scored(double value) {
    return new RankedModel(
        model,
        byRule,
        VirtualChoice.rounded(value, 4),
        expectedCost,
        firstTokenMillis,
        quality,
        feedback,
        ready,
        null);
  }
}
