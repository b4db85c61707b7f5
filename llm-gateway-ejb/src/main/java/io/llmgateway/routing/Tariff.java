package io.llmgateway.routing;

import io.llmgateway.routing.constraint.PriceCeiling;
import java.math.BigDecimal;
import java.util.Optional;

/** What candidates ask for a call that begins now, peak hours included. */
public interface Tariff {
  /** Nothing has a price. */
  Tariff UNKNOWN =
      new Tariff() {
        @Override
        public Optional<BigDecimal> expected(Candidate candidate, String account, Forecast call) {
          return Optional.empty();
        }

        @Override
        public Optional<PriceCeiling> prices(
            Candidate candidate, String account, long inputTokens) {
          return Optional.empty();
        }
      };

  /**
   * @return the charge of such a call in the account's currency; empty when there is no price
   */
  Optional<BigDecimal> expected(Candidate candidate, String account, Forecast call);

  /**
   * @param inputTokens of the prompt, on which the price may depend
   * @return the prices in the account's currency; empty when there is none
   */
  Optional<PriceCeiling> prices(Candidate candidate, String account, long inputTokens);

  /**
   * A call as it is expected to be.
   *
   * @param inputTokens of the prompt, cached ones included
   * @param cachedTokens of the prompt, that the channel most likely has in its cache
   */
  record Forecast(long inputTokens, long cachedTokens, long outputTokens) {}
}
