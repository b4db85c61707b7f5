/**
 * HTTP towards providers: connections, deadlines, cancellation, framing of server-sent events, and
 * the one place that says what an answer means for the attempt ({@link
 * io.llmgateway.provider.transport.OutcomeClassifier}).
 *
 * <p>The HTTP library is known here only, and here only to {@link
 * io.llmgateway.provider.transport.UpstreamClient} and its package-private companions. No wire
 * format and no vendor's field lives here, except the table of error codes. Read next: {@link
 * io.llmgateway.provider.transport.UpstreamExchange}.
 */
package io.llmgateway.provider.transport;
