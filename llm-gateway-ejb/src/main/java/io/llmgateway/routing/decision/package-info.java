/**
 * What was decided for calls, kept beside their usage records so that it can be told later.
 *
 * <p>Read next: {@link io.llmgateway.routing.decision.DecisionLog}.
 */
package io.llmgateway.routing.decision;
