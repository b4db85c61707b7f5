package io.llmgateway.cache;

import java.time.Duration;

/**
 * What the cache has for one request, and may do with its answer.
 *
 * @param key null when the cache has no part in the request
 * @param hit an answer to give in place of a call, or null
 * @param eligible whether a kept answer could have been given, so that its lack is a miss
 * @param kept whether the answer is to be kept
 * @param model what the client asked for
 * @param mayBeStale whether an old answer may be given when every candidate has failed
 * @param maxAge how old an answer may be at the most, or null
 */
public record CacheLookup(
    CacheKey key,
    KeptAnswer hit,
    boolean eligible,
    boolean kept,
    String model,
    boolean mayBeStale,
    Duration maxAge) {
  /** The cache has no part in the request. */
  public static final CacheLookup NONE =
      new CacheLookup(null, null, false, false, null, false, null);
}
