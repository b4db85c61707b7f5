/**
 * How many tokens a prompt has, before a model counts them: {@link
 * io.llmgateway.model.tokens.TokenCalibrations} learns each model's ratio of tokens to characters
 * from the usage that comes back. These are estimates, for routing, limits and metrics; money is
 * set aside by upper bounds.
 *
 * <p>Depends on {@code chat} and {@code jakarta.json}.
 */
package io.llmgateway.model.tokens;
