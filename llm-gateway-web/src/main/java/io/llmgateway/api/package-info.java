/**
 * The OpenAI-compatible front: one JAX-RS resource for each path, which reads, asks the gateway,
 * and writes. No money, no routing, no provider.
 *
 * <p>{@code api.json} reads and writes documents, {@code api.chat} knows OpenAI's words, {@code
 * api.exchange} what surrounds one HTTP exchange, {@code api.error} the statuses. Read next: {@link
 * io.llmgateway.api.ChatCompletionsResource}.
 */
package io.llmgateway.api;
