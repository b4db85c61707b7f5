package io.llmgateway.admission;

/**
 * What is left of a key's limits after a request was admitted.
 *
 * @param requests null when the key has no limit of requests
 * @param tokens null when the key has no limit of tokens
 */
public record RateLimitState(Limit requests, Limit tokens) {
  public static final RateLimitState UNLIMITED = new RateLimitState(null, null);
}
