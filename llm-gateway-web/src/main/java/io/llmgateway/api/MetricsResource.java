package io.llmgateway.api;

import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;

/**
 * The gateway's meters as <a
 * href="https://prometheus.io/docs/instrumenting/exposition_formats/">Prometheus text</a>.
 */
@Path("/gateway/metrics")
@ApplicationScoped
public class MetricsResource {
  private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  @Inject private GatewayMetrics metrics;

  @GET
  public Response scrape() {
    return Response.ok(metrics.scrape()).header("content-type", TEXT).build();
  }
}
