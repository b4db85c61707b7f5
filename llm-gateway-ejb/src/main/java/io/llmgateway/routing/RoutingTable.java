package io.llmgateway.routing;

import io.llmgateway.chat.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A snapshot of everything that routing needs, worked out in advance. Immutable but for whose turn
 * it is among the keys of a channel.
 */
public final class RoutingTable {
  static final RoutingTable EMPTY =
      new RoutingTable(new RoutingSettings(List.of(), Map.of(), RetrySettings.DEFAULTS));

  private final RoutingSettings settings;
  private final Map<String, List<Seller>> sellers = new HashMap<>();
  private final Map<String, PublicModel> models = new HashMap<>();
  private final List<PublicModel> listed;

  /** A channel that answers for a model; one candidate for each of its keys. */
  private record Seller(Channel channel, List<Candidate> candidates, boolean listed) {
    int priority() {
      return channel.settings().priority();
    }

    int weight() {
      return channel.settings().weight();
    }
  }

  /** What makes two candidates the same attempt. */
  private record Attempt(String channel, String apiKey, String upstreamModel) {
    static Attempt of(Candidate candidate) {
      return new Attempt(
          candidate.channel(), candidate.endpoint().apiKey(), candidate.upstreamModel());
    }
  }

  RoutingTable(RoutingSettings settings) {
    this.settings = settings;
    for (ChannelSettings each : settings.channels()) {
      Channel channel = new Channel(each);
      each.offers().forEach(offer -> add(channel, offer));
    }
    sellers.values().forEach(s -> s.sort(Comparator.comparingInt(Seller::priority).reversed()));
    this.listed = describe();
  }

  private void add(Channel channel, Offer offer) {
    List<Candidate> candidates = new ArrayList<>();
    for (Endpoint endpoint : channel.endpoints()) {
      candidates.add(
          new Candidate(
              offer.publicModel(),
              offer.upstreamModel(),
              channel.settings().provider(),
              endpoint,
              offer.card()));
    }
    sellers
        .computeIfAbsent(offer.name(), name -> new ArrayList<>())
        .add(new Seller(channel, List.copyOf(candidates), offer.listed()));
  }

  private List<PublicModel> describe() {
    Map<String, PublicModel> found = new TreeMap<>();
    for (Map.Entry<String, List<Seller>> model : sellers.entrySet()) {
      PublicModel described = PublicModel.of(model.getKey(), all(model.getValue()));
      models.put(model.getKey(), described);
      if (model.getValue().stream().anyMatch(Seller::listed)) {
        found.put(model.getKey(), described);
      }
    }
    for (String name : settings.models().keySet()) {
      List<Candidate> stand = new ArrayList<>();
      fallbacks(name).forEach(f -> stand.addAll(all(sellers.getOrDefault(f, List.of()))));
      if (!sellers.containsKey(name) && !stand.isEmpty()) {
        models.put(name, PublicModel.of(name, stand));
        found.put(name, models.get(name));
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Candidate> all(List<Seller> sellers) {
    return sellers.stream().flatMap(s -> s.candidates().stream()).toList();
  }

  RetrySettings retry() {
    return settings.retry();
  }

  /**
   * @return the models to list, in alphabetical order
   */
  List<PublicModel> listed() {
    return listed;
  }

  /**
   * @return a model by any of its names
   */
  Optional<PublicModel> model(String name) {
    return Optional.ofNullable(models.get(name));
  }

  /**
   * @return whether the operator speaks of the model, with or without a channel for it
   */
  boolean known(String name) {
    return models.containsKey(name) || settings.models().containsKey(name);
  }

  /**
   * @return fallbacks that no channel answers for, each as {@code model -> fallback}
   */
  List<String> deadFallbacks() {
    return settings.models().keySet().stream()
        .flatMap(
            name ->
                fallbacks(name).stream()
                    .filter(fallback -> !sellers.containsKey(fallback))
                    .map(fallback -> name + " -> " + fallback))
        .toList();
  }

  /**
   * @return the candidates for a model, best first; empty when there is none
   */
  List<Candidate> candidates(String model, RandomGenerator random) {
    List<Candidate> own = ordered(sellers.getOrDefault(model, List.of()), random);
    List<String> fallbacks = fallbacks(model);
    if (fallbacks.isEmpty()) {
      return own;
    }
    List<Candidate> candidates = new ArrayList<>(own);
    Set<Attempt> seen = new HashSet<>();
    own.forEach(candidate -> seen.add(Attempt.of(candidate)));
    for (String fallback : fallbacks) {
      for (Candidate candidate : ordered(sellers.getOrDefault(fallback, List.of()), random)) {
        if (seen.add(Attempt.of(candidate))) {
          candidates.add(candidate);
        }
      }
    }
    return candidates;
  }

  /** A name without fallbacks of its own has those of the model that it stands for. */
  private List<String> fallbacks(String name) {
    List<String> own = settings.models().getOrDefault(name, ModelSettings.NONE).fallbacks();
    List<Seller> selling = sellers.getOrDefault(name, List.of());
    if (!own.isEmpty() || selling.isEmpty() || selling.get(0).listed()) {
      return own;
    }
    String publicModel = selling.get(0).candidates().get(0).publicModel();
    return settings.models().getOrDefault(publicModel, ModelSettings.NONE).fallbacks();
  }

  /** Every channel with the key whose turn it is; then every channel with its next key; ... */
  private static List<Candidate> ordered(List<Seller> sellers, RandomGenerator random) {
    if (sellers.size() == 1 && sellers.get(0).candidates().size() == 1) {
      return sellers.get(0).candidates();
    }
    List<Seller> order = shuffled(sellers, random);
    int[] turns = order.stream().mapToInt(seller -> seller.channel().nextTurn()).toArray();
    List<Candidate> candidates = new ArrayList<>();
    boolean more = true;
    for (int round = 0; more; round++) {
      more = false;
      for (int i = 0; i < turns.length; i++) {
        List<Candidate> keys = order.get(i).candidates();
        if (round < keys.size()) {
          candidates.add(keys.get((turns[i] + round) % keys.size()));
          more = true;
        }
      }
    }
    return candidates;
  }

  /** By priority; among equals at random, by weight. */
  private static List<Seller> shuffled(List<Seller> sellers, RandomGenerator random) {
    List<Seller> order = new ArrayList<>(sellers);
    int from = 0;
    while (from < order.size()) {
      int to = from + 1;
      while (to < order.size() && order.get(to).priority() == order.get(from).priority()) {
        to++;
      }
      for (int i = from; i < to - 1; i++) {
        Collections.swap(order, i, draw(order, i, to, random));
      }
      from = to;
    }
    return order;
  }

  private static int draw(List<Seller> order, int from, int to, RandomGenerator random) {
    long total = 0;
    for (int i = from; i < to; i++) {
      total += order.get(i).weight();
    }
    if (total == 0) {
      return from;
    }
    long drawn = random.nextLong(total);
    for (int i = from; i < to; i++) {
      drawn -= order.get(i).weight();
      if (drawn < 0) {
        return i;
      }
    }
    throw new IllegalStateException("drew past the sum of the weights");
  }
}
