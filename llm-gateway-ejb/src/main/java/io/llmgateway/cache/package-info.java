/**
 * Answers that are kept to be given again to the same account: what is the same request, what a
 * client allows, how long and how much is kept. Knows no money, no HTTP and no provider; who
 * answers out of the cache, and books it, is the root.
 *
 * <p>Read next: {@link io.llmgateway.cache.ResponseCache}.
 */
package io.llmgateway.cache;
