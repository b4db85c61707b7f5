package io.llmgateway;

import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.health.ChannelHealth;
import io.llmgateway.routing.health.HealthEvent;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells of channels that change their state: as a line of the log, as a metric, and to the webhook
 * of alerts. Runs on the thread of a call, and waits for nothing.
 */
@ApplicationScoped
public class HealthAnnouncements {
  private static final Logger LOG = Logger.getLogger(HealthAnnouncements.class.getName());

  private ChannelHealth health;
  private StoredChannels channels;
  private GatewayMetrics metrics;
  private AlertWebhook webhook;
  private final Set<String> gauged = new HashSet<>();

  /** For the container's proxy. */
  HealthAnnouncements() {}

  @Inject
  HealthAnnouncements(
      ChannelHealth health, StoredChannels channels, GatewayMetrics metrics, AlertWebhook webhook) {
    this.health = health;
    this.channels = channels;
    this.metrics = metrics;
    this.webhook = webhook;
  }

  /** Adds a gauge for each channel that has come up since. */
  synchronized void update() {
    for (ChannelSettings channel : channels.inForce()) {
      String name = channel.name();
      if (gauged.add(name)) {
        metrics.gauge(
            "gateway.channel.state",
            "Whether calls may go to the channel: 1, or 0",
            () -> health.up(name) ? 1 : 0,
            "channel",
            name);
      }
    }
  }

  void changed(@Observes HealthEvent event) {
    Level level = event.passing() ? Level.FINE : event.bad() ? Level.WARNING : Level.INFO;
    LOG.log(level, "{0}", event);
    metrics.channelChanged(event.channel(), event.kind().word());
    if (!event.passing()) {
      webhook.raise(alert(event));
    }
  }

  static JsonObject alert(HealthEvent event) {
    JsonObjectBuilder alert =
        Json.createObjectBuilder()
            .add("event", event.kind().word())
            .add("channel", event.channel())
            .add("at", event.at().toString())
            .add("message", event.toString());
    if (event.model() != null) {
      alert.add("model", event.model());
    }
    if (event.key() > 0) {
      alert.add("key", event.key());
    }
    if (event.reason() != null) {
      alert.add("reason", event.reason().name().toLowerCase(Locale.ROOT));
    }
    if (event.seconds() > 0) {
      alert.add("seconds", event.seconds());
    }
    return alert.build();
  }
}
