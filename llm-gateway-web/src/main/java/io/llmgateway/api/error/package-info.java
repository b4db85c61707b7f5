/**
 * Errors as applications see them: the only place that knows HTTP statuses, and OpenAI's envelope.
 *
 * <p>Read next: {@link io.llmgateway.api.error.ErrorMapper}.
 */
package io.llmgateway.api.error;
