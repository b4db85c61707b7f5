package io.llmgateway.routing;

import java.math.BigDecimal;

/**
 * Where a candidate stands in a route, and why.
 *
 * @param key the number of its channel's key, from 1
 * @param leg the model that led to it
 * @param strategy what ordered it among the channels of its model
 * @param measure what the strategy has measured of it: milliseconds, an amount in the account's
 *     currency, calls, tokens per second; null where it measures nothing, or knows nothing
 * @param priority of its channel
 * @param weight of its channel
 * @param preferred whether the client named its channel in {@code order}
 * @param ready whether it is well; those that are not stand at the end
 */
record Place(
    Candidate candidate,
    int key,
    Leg leg,
    Strategy strategy,
    BigDecimal measure,
    int priority,
    int weight,
    boolean preferred,
    boolean ready) {

  /** What makes two candidates the same attempt. */
  record Attempt(String channel, String apiKey, String upstreamModel) {}

  Attempt attempt() {
    return new Attempt(
        candidate.channel(), candidate.endpoint().apiKey(), candidate.upstreamModel());
  }
}
