package io.llmgateway.routing.feedback;

/**
 * A page of what clients said, oldest first. A null field does not filter.
 *
 * @param after the id of the last one of the page before, or null
 */
public record FeedbackQuery(
    String requestId, String account, String model, String task, int limit, String after) {}
