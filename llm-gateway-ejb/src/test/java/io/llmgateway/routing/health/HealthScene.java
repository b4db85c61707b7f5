package io.llmgateway.routing.health;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.RoutingSettings;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Channels on a clock that stands until it is moved. */
final class HealthScene {
  private static final Catalog CATALOG = Catalog.load();
  private static final ProviderCard CARD =
      new ProviderCard("p", "P", "openai", null, null, false, Map.of(), List.of());

  private final Map<String, String> values = new HashMap<>();
  private long nanos = Long.MAX_VALUE - 5_000_000_000L; // a ticker may wrap around
  private double drawn;
  final List<HealthEvent> events = new ArrayList<>();
  final ChannelHealth health =
      new ChannelHealth(
          Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> nanos, () -> drawn, events::add);

  HealthScene channel(String name, String models, String... keys) {
    set("channel." + name + ".provider", "openai-compatible");
    set("channel." + name + ".base-url", "http://" + name + ".test");
    set("channel." + name + ".models", models);
    set("channel." + name + ".api-key", String.join(",", keys));
    return this;
  }

  HealthScene set(String name, String value) {
    values.put("gateway." + name, value);
    return this;
  }

  HealthScene without(String prefix) {
    values.keySet().removeIf(name -> name.startsWith("gateway." + prefix));
    return this;
  }

  HealthScene apply() {
    ConfigView view = new ConfigView(values);
    RoutingSettings routes = RoutingSettings.from(view, CATALOG);
    health.apply(routes, HealthSettings.from(view, routes));
    return this;
  }

  void pass(Duration time) {
    nanos += time.toNanos();
  }

  /** What the draw for a share of traffic gives, from 0 to 1. */
  void draws(double next) {
    drawn = next;
  }

  static Candidate candidate(String channel, String model, String key) {
    return new Candidate(
        model,
        model,
        CARD,
        new Endpoint(channel, URI.create("http://x"), key, Timeouts.DEFAULT, Map.of()),
        null);
  }

  static AttemptReport report(Outcome outcome) {
    return new AttemptReport(outcome, outcome == Outcome.OK ? 1_000_000 : -1, 2_000_000, null);
  }

  /**
   * @return whether the call was let through; then it has ended so
   */
  boolean call(Candidate candidate, Outcome outcome) {
    if (!health.acquire(candidate)) {
      return false;
    }
    health.report(candidate, report(outcome));
    return true;
  }

  void calls(int times, Candidate candidate, Outcome outcome) {
    for (int i = 0; i < times; i++) {
      call(candidate, outcome);
      pass(Duration.ofMillis(10));
    }
  }

  List<HealthEvent.Kind> kinds() {
    return events.stream().map(HealthEvent::kind).toList();
  }
}
