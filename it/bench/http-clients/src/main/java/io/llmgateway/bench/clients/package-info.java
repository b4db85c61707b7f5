/**
 * Compares HTTP clients in the part that the gateway needs them for: many small JSON requests, and
 * many slow event streams at once. Start with {@link io.llmgateway.bench.clients.Compare}.
 */
package io.llmgateway.bench.clients;
