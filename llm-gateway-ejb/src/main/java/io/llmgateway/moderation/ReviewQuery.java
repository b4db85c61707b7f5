package io.llmgateway.moderation;

/**
 * Which cases are wanted, oldest first. A null field does not filter.
 *
 * @param model the public model
 * @param limit at most so many, 1 or more
 * @param after the id of the last case of the page before
 */
public record ReviewQuery(
    ReviewView.State state,
    String model,
    String account,
    String direction,
    String callId,
    int limit,
    String after) {}
