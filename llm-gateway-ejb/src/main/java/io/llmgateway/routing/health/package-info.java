/**
 * How the channels do, as this node has seen it: breakers, cooldowns, latencies, calls in flight,
 * and whether the operator has switched a channel off.
 *
 * <p>What is measured here belongs to one node and starts anew with it; only the operator's switch
 * is kept in the database and holds for all nodes. The router orders by it through {@link
 * io.llmgateway.routing.CandidateHealth}.
 *
 * <p>Read next: {@link io.llmgateway.routing.health.ChannelHealth}, then {@code docs/health.md}.
 */
package io.llmgateway.routing.health;
