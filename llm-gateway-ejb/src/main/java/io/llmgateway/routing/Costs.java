package io.llmgateway.routing;

import io.llmgateway.routing.constraint.PriceCeiling;
import io.llmgateway.routing.prompt.PromptTraits;
import java.math.BigDecimal;
import java.util.Optional;

/** What the candidates would ask for one request. */
final class Costs {
  /** The length of an answer when the client sets no limit, and the most that one is taken for. */
  private static final long USUAL_OUTPUT = 500;

  private final RouteQuery query;
  private final Surroundings around;
  private boolean looked;
  private String cachedAt;

  Costs(RouteQuery query, Surroundings around) {
    this.query = query;
    this.around = around;
  }

  /**
   * @return null when there is no price
   */
  BigDecimal expected(Candidate candidate) {
    PromptTraits prompt = query.prompt();
    long cached = candidate.channel().equals(cachedAt()) ? prompt.repeatedTokens() : 0;
    long output =
        prompt.maxOutputTokens() == 0
            ? USUAL_OUTPUT
            : Math.min(prompt.maxOutputTokens(), USUAL_OUTPUT);
    output = prompt.answered() ? output : 0;
    return around
        .tariff()
        .expected(
            candidate,
            query.account(),
            new Tariff.Forecast(Math.max(1, prompt.inputTokens()), cached, output))
        .orElse(null);
  }

  /**
   * @return whether the prices are known and below the ceiling
   */
  boolean within(PriceCeiling ceiling, Candidate candidate) {
    Optional<PriceCeiling> asked =
        around.tariff().prices(candidate, query.account(), query.prompt().inputTokens());
    return asked.isPresent() && ceiling.allows(asked.get());
  }

  private String cachedAt() {
    if (!looked) {
      looked = true;
      cachedAt = around.memory().channel(query.prompt().conversation());
    }
    return cachedAt;
  }
}
