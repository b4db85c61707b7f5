/**
 * The life of a request, told by {@link io.llmgateway.ChatGateway}, and the start of the
 * application, told by {@link io.llmgateway.GatewayStartup}. This package joins the rooms
 * admission, routing, provider, ledger and telemetry, which do not know each other.
 */
package io.llmgateway;
