/**
 * Where the configuration comes from: MicroProfile Config, the {@code .properties} file that can be
 * changed while the gateway runs, and the check of names. What the values mean is said in the
 * settings record of each room, which reads them from a {@link io.llmgateway.config.ConfigView}.
 *
 * <p>Depends on no other room. Read next: {@code io.llmgateway.routing.RoutingSettings} as an
 * example of a settings record.
 */
package io.llmgateway.config;
