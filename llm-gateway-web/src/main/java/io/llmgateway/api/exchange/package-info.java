/**
 * What one HTTP exchange needs around the gateway's work: the call's id, the body within its
 * limits, a thread to wait on, a place among the requests in flight, a watch over the client's
 * connection, the line in the access log.
 *
 * <p>Read next: {@link io.llmgateway.api.exchange.Exchanges}.
 */
package io.llmgateway.api.exchange;
