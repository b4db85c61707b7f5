/**
 * The mechanics of one vendor's wire: paths, authentication, framing, field names, error bodies. A
 * fix that every model of one vendor needs goes here; a fix that another vendor selling the same
 * model would need goes to {@code model}.
 *
 * <p>{@code provider.transport} is the only place that knows an HTTP client. Wire packages never
 * import each other. Read next: {@code provider.openai}.
 */
package io.llmgateway.provider;
