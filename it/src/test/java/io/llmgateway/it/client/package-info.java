/**
 * How the tests talk to a running gateway: a {@link io.llmgateway.it.client.Tenant} is one test
 * class's own account, key, models and simulated provider on a shared server; {@link
 * io.llmgateway.it.client.Http} and {@link io.llmgateway.it.client.RawCall} send requests that no
 * SDK would.
 */
package io.llmgateway.it.client;
