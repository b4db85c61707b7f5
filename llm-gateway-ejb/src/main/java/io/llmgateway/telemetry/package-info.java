/**
 * What the gateway tells about itself: Prometheus metrics from a registry of its own (the same on
 * every server), mirrored to MicroProfile Metrics where the server has it, and health. Labels hold
 * names of models, channels and outcomes, never a key, an address or a prompt.
 *
 * <p>Read next: {@link io.llmgateway.telemetry.GatewayMetrics}.
 */
package io.llmgateway.telemetry;
