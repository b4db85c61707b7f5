/**
 * What wires share above the transport: a call with its credential, addresses with places to fill
 * in, the pull loop over an answer, and the order of its events. Knows no vendor.
 */
package io.llmgateway.provider.wire;
