package io.llmgateway;

import io.llmgateway.telemetry.Alert;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.time.Clock;

/** Hands alerts to the webhook. */
@ApplicationScoped
public class AlertPosts {
  @Inject private AlertWebhook webhook;
  @Inject private Clock clock;

  void raised(@Observes Alert alert) {
    webhook.raise(
        Json.createObjectBuilder()
            .add("event", alert.kind())
            .add("subject", alert.subject())
            .add("at", clock.instant().toString())
            .add("message", alert.text())
            .build());
  }
}
