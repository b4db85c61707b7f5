/**
 * What limits the choice of a candidate: what the client wishes, what the account's policy allows,
 * and the facts about channels that both are held against.
 *
 * <p>Read next: {@link io.llmgateway.routing.constraint.RoutePreferences}, {@link
 * io.llmgateway.routing.constraint.AccountPolicy}.
 */
package io.llmgateway.routing.constraint;
