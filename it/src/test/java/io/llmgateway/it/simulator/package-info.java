/**
 * A scriptable provider: an HTTP/1.1 server on raw sockets that answers like an OpenAI-compatible
 * upstream, with every fault and quirk that real ones were seen to have, and that remembers what it
 * received. JDK only, so that the benchmark can run it as a process of its own.
 *
 * <p>Knows nothing of the gateway. Read next: {@link io.llmgateway.it.simulator.Simulator}, then
 * {@link io.llmgateway.it.simulator.Script}.
 */
package io.llmgateway.it.simulator;
