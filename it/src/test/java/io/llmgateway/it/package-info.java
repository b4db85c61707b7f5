/**
 * Tests of the whole gateway on a real server, from outside: real clients in front, the simulated
 * provider behind. Each class has a {@link io.llmgateway.it.client.Tenant} of its own, so that the
 * classes run in any order on one server.
 */
package io.llmgateway.it;
