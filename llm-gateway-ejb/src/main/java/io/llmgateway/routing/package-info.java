/**
 * From a public model name to an ordered list of candidates: channels, their models, priorities,
 * weights, fallbacks. The registry is an immutable snapshot behind one volatile reference; the hot
 * path takes no lock.
 *
 * <p>Read next: {@link io.llmgateway.routing.Router}.
 */
package io.llmgateway.routing;
