package io.llmgateway;

import java.time.Duration;

/**
 * The part that the cache had in an answer.
 *
 * @param age of an answer out of the cache, or null
 */
public record CacheUse(State state, Duration age) {

  /** As the header {@code x-gateway-cache} says it, in small letters. */
  public enum State {
    /** Given out of the cache; no provider was asked. */
    HIT,
    /** Could have come out of the cache, and was not there. */
    MISS,
    /** Given out of the cache because every candidate failed, however old. */
    STALE
  }
}
