/**
 * What becomes of calls that a provider's content policy stops: what the operator wants for a
 * model, and the cases that wait for a reviewer. Knows no provider, no money and no HTTP; who calls
 * and answers is the root.
 *
 * <p>Read next: {@link io.llmgateway.moderation.FilterSettings}, {@link
 * io.llmgateway.moderation.ReviewLog}.
 */
package io.llmgateway.moderation;
