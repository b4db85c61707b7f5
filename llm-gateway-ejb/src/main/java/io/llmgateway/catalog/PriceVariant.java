package io.llmgateway.catalog;

import java.time.Instant;
import java.util.Objects;

/**
 * Prices that take the place of the usual ones for some calls: for a whole call, not for the tokens
 * beyond a threshold.
 *
 * @param aboveInputTokens for prompts of more tokens than this, 0 or more
 * @param window for calls that begin in it; null for all hours
 * @param prices a full set
 */
public record PriceVariant(long aboveInputTokens, DailyWindow window, UnitPrices prices) {
  public PriceVariant {
    Objects.requireNonNull(prices);
    if (aboveInputTokens < 0) {
      throw new IllegalArgumentException("a tier begins at 0 tokens or more");
    }
    if (aboveInputTokens == 0 && window == null) {
      throw new IllegalArgumentException("a variant needs a threshold of tokens or a window");
    }
  }

  /**
   * @return whether these are the prices of such a call, unless another variant comes first
   */
  public boolean appliesTo(long inputTokens, Instant startedAt) {
    return reachableWith(inputTokens) && (window == null || window.contains(startedAt));
  }

  /**
   * @return whether a call with at most so many tokens can come to these prices
   */
  public boolean reachableWith(long inputTokens) {
    return aboveInputTokens == 0 || inputTokens > aboveInputTokens;
  }

  /**
   * @return whether it says the same
   */
  public boolean same(PriceVariant other) {
    return aboveInputTokens == other.aboveInputTokens
        && Objects.equals(window, other.window)
        && prices.same(other.prices);
  }
}
