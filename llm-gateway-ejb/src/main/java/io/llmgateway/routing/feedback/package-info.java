/**
 * What clients say of answers, and what follows from it for the choice among models.
 *
 * <p>Read next: {@link io.llmgateway.routing.feedback.FeedbackScores}.
 */
package io.llmgateway.routing.feedback;
