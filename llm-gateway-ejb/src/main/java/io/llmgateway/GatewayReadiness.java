package io.llmgateway;

import io.llmgateway.ledger.Schema;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready when the schema stands, the configuration is in force, and the data source answers. */
@Readiness
@ApplicationScoped
public class GatewayReadiness implements HealthCheck {
  @Inject private GatewayStartup startup;
  @Inject private Schema schema;

  @Override
  public HealthCheckResponse call() {
    boolean started = startup.ready();
    boolean database = started && schema.reachable();
    return HealthCheckResponse.named("llm-gateway")
        .withData("configuration", started)
        .withData("database", database)
        .status(started && database)
        .build();
  }
}
