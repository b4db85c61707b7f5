package io.llmgateway.admission;

/**
 * What is left of the limits after a request was admitted: of those of its key, account and model
 * the tightest.
 *
 * @param requests null when there is no limit of requests
 * @param tokens null when there is no limit of tokens
 */
public record RateLimitState(Limit requests, Limit tokens) {
  public static final RateLimitState UNLIMITED = new RateLimitState(null, null);

  /**
   * @return of each kind the one with less left
   */
  RateLimitState tighter(RateLimitState other) {
    return new RateLimitState(tighter(requests, other.requests), tighter(tokens, other.tokens));
  }

  private static Limit tighter(Limit a, Limit b) {
    if (a == null || b == null) {
      return a == null ? b : a;
    }
    return b.remaining() < a.remaining() ? b : a;
  }
}
