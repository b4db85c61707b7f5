package io.llmgateway.routing.feedback;

import java.math.BigDecimal;

/**
 * What was said of a model.
 *
 * @param task null for calls whose kind of work was not looked at
 * @param average plain, of all that was ever said
 * @param good scores above 0
 * @param bad scores below 0
 */
public record FeedbackSum(
    String model, String task, long count, BigDecimal average, long good, long bad) {}
