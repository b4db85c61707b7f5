package io.llmgateway.routing.health;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.llmgateway.routing.ChannelSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/** How one channel does: the whole of it, each of its keys, and each of its models. */
final class ChannelVitals {
  private static final String NO_KEY = "";

  private final String name;
  private final Ticker ticker;
  private final BiConsumer<String, State> breakerChanged;
  private final Map<String, ModelVitals> models = new ConcurrentHashMap<>();
  private final Map<String, Rest> keys = new ConcurrentHashMap<>();
  private final Rest rest = new Rest();
  private volatile HealthSettings.Terms terms;
  private volatile String address = "";
  private volatile List<String> keyOrder = List.of();
  private volatile boolean configured;

  /**
   * @param breakerChanged told the upstream model, and the new state of its breaker
   */
  ChannelVitals(
      String name,
      HealthSettings.Terms terms,
      Ticker ticker,
      BiConsumer<String, State> breakerChanged) {
    this.name = name;
    this.terms = terms;
    this.ticker = ticker;
    this.breakerChanged = breakerChanged;
  }

  /** Takes over a configuration. What it leaves as it was keeps its state. */
  void apply(ChannelSettings channel, HealthSettings.Terms next) {
    terms = next;
    String here = channel.provider().id() + " " + channel.baseUrl();
    boolean moved = configured && !here.equals(address);
    address = here;
    configured = true;
    keyOrder = channel.apiKeys();
    keys.keySet().retainAll(channel.apiKeys().isEmpty() ? List.of(NO_KEY) : channel.apiKeys());
    if (moved) {
      keys.clear();
      rest.clear();
      models.values().forEach(model -> model.reset(next.breaker()));
    } else {
      models.values().forEach(model -> model.apply(next.breaker()));
    }
    Set<String> offered =
        channel.offers().stream().map(o -> o.upstreamModel()).collect(Collectors.toSet());
    offered.forEach(this::model);
    models.entrySet().removeIf(m -> !offered.contains(m.getKey()) && m.getValue().inFlight() == 0);
  }

  /** The configuration has it no more. */
  void retire() {
    configured = false;
  }

  boolean configured() {
    return configured;
  }

  boolean idle() {
    return models.values().stream().allMatch(model -> model.inFlight() == 0);
  }

  CooldownSettings cooldown() {
    return terms.cooldown();
  }

  Rest rest() {
    return rest;
  }

  /**
   * @param apiKey null when the channel has none
   */
  Rest key(String apiKey) {
    String key = apiKey == null ? NO_KEY : apiKey;
    Rest found = keys.get(key);
    return found != null ? found : keys.computeIfAbsent(key, k -> new Rest());
  }

  /**
   * @return the position of a key in the configuration, from 1; 0 when it is not there
   */
  int position(String apiKey) {
    return apiKey == null ? 0 : keyOrder.indexOf(apiKey) + 1;
  }

  ModelVitals model(String upstreamModel) {
    ModelVitals found = models.get(upstreamModel);
    return found != null
        ? found
        : models.computeIfAbsent(
            upstreamModel,
            m ->
                new ModelVitals(
                    name + "/" + m, terms.breaker(), ticker, s -> breakerChanged.accept(m, s)));
  }

  Map<String, ModelVitals> models() {
    return models;
  }

  ChannelStatus status(boolean disabled, long now) {
    List<ChannelStatus.Key> each = new ArrayList<>();
    for (int i = 0; i < Math.max(1, keyOrder.size()); i++) {
      String key = keyOrder.isEmpty() ? NO_KEY : keyOrder.get(i);
      each.add(new ChannelStatus.Key(i + 1, ChannelStatus.Resting.of(key(key).current(now), now)));
    }
    return new ChannelStatus(
        name,
        !disabled,
        ChannelStatus.Resting.of(rest.current(now), now),
        each,
        new TreeMap<>(models)
            .entrySet().stream().map(m -> m.getValue().status(m.getKey(), now)).toList());
  }
}
