package io.llmgateway.routing;

import io.llmgateway.catalog.Retirement;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.routing.constraint.AccountPolicy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A snapshot of everything that routing needs, worked out in advance. Immutable but for whose turn
 * it is among the keys of a channel.
 */
public final class RoutingTable {
  static final RoutingTable EMPTY =
      new RoutingTable(
          new RoutingSettings(
              List.of(),
              Map.of(),
              RetrySettings.DEFAULTS,
              Strategy.PRIORITY,
              Map.of(),
              Map.of(),
              Map.of()));

  /** Of the built-in demo, which is no real model. */
  private static final String DEMO_WIRE = "demo";

  private final RoutingSettings settings;
  private final Map<String, List<Seller>> sellers = new HashMap<>();
  private final Map<String, VirtualModel> virtual = new TreeMap<>();
  private final Map<String, PublicModel> models = new HashMap<>();
  private final List<PublicModel> listed;
  private final List<String> chatModels;

  RoutingTable(RoutingSettings settings) {
    this.settings = settings;
    for (ChannelSettings each : settings.channels()) {
      Channel channel = new Channel(each);
      each.offers().forEach(offer -> add(channel, offer));
    }
    sellers.values().forEach(s -> s.sort(Comparator.comparingInt(Seller::priority).reversed()));
    this.chatModels = findChatModels();
    settings.virtual().values().stream()
        .filter(this::inForce)
        .forEach(v -> virtual.put(v.name(), v));
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
              offer.card(),
              channel.settings().facts()));
    }
    sellers
        .computeIfAbsent(offer.name(), name -> new ArrayList<>())
        .add(new Seller(channel, List.copyOf(candidates), offer.listed()));
  }

  /** Nobody has declared {@code auto} where it is the name of a real model, or there is none. */
  private boolean inForce(VirtualModel each) {
    return !each.equals(VirtualModel.auto())
        || !sellers.containsKey(each.name()) && !chatModels.isEmpty();
  }

  private List<String> findChatModels() {
    TreeSet<String> real = new TreeSet<>();
    TreeSet<String> all = new TreeSet<>();
    sellers.forEach(
        (name, selling) -> {
          Seller first = selling.get(0);
          if (first.listed() && VirtualChoice.forChats(first.first().card())) {
            all.add(name);
            if (selling.stream().anyMatch(s -> !s.first().provider().wire().equals(DEMO_WIRE))) {
              real.add(name);
            }
          }
        });
    return List.copyOf(real.isEmpty() ? all : real);
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
      fallbacks(name).forEach(f -> stand.addAll(all(sellers(f))));
      if (!sellers.containsKey(name) && !stand.isEmpty()) {
        models.put(name, PublicModel.of(name, stand));
        found.put(name, models.get(name));
      }
    }
    for (VirtualModel each : virtual.values()) {
      Stream<String> members =
          each.pool().isEmpty() ? chatModels.stream() : each.members().stream();
      models.put(
          each.name(),
          PublicModel.virtual(
              each.name(), members.flatMap(m -> all(sellers(m)).stream()).toList()));
      found.put(each.name(), models.get(each.name()));
    }
    return List.copyOf(found.values());
  }

  private static List<Candidate> all(List<Seller> sellers) {
    return sellers.stream().flatMap(s -> s.candidates().stream()).toList();
  }

  Resilience resilience(String publicModel) {
    return settings.models().getOrDefault(publicModel, ModelSettings.NONE).resilience();
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
   * @return the names of all models that chat and are listed, in alphabetical order; the demo's
   *     only when there is nothing else
   */
  List<String> chatModels() {
    return chatModels;
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
   * @return null when the name is that of no virtual model
   */
  VirtualModel virtual(String name) {
    return virtual.get(name);
  }

  AccountPolicy policy(String account) {
    return account == null
        ? AccountPolicy.OPEN
        : settings.policies().getOrDefault(account, AccountPolicy.OPEN);
  }

  /**
   * @return models that no channel answers for, each as {@code model -> member}
   */
  List<String> deadMembers() {
    Stream<String> fallbacks =
        settings.models().keySet().stream()
            .flatMap(
                name ->
                    Stream.concat(
                            fallbacks(name).stream(),
                            settings(name).split().arms().stream().map(TrafficSplit.Arm::model))
                        .filter(member -> !sellers.containsKey(member))
                        .map(member -> name + " -> " + member));
    Stream<String> members =
        virtual.values().stream()
            .flatMap(
                each ->
                    each.members().stream()
                        .filter(member -> !sellers.containsKey(member))
                        .sorted()
                        .map(member -> each.name() + " -> " + member));
    return Stream.concat(fallbacks, members).toList();
  }

  /**
   * @return the retirement of a name that nobody answers for, or null
   */
  Retirement retirement(String name) {
    return settings.retirements().get(name);
  }

  /**
   * @return listed models with a day of retirement, each with what is to be done about it
   */
  List<String> leaving() {
    return listed.stream()
        .filter(model -> model.card() != null)
        .filter(model -> model.card().traits().retirement() != null)
        .filter(model -> model.card().traits().retirement().date() != null)
        .map(model -> model.id() + ": " + model.card().traits().retirement().advice())
        .toList();
  }

  /**
   * @return the channels that answer for a name, by priority, the higher first; empty when there is
   *     none
   */
  List<Seller> sellers(String name) {
    return sellers.getOrDefault(name, List.of());
  }

  /** What the operator says of exactly this name. */
  ModelSettings settings(String name) {
    return settings.models().getOrDefault(name, ModelSettings.NONE);
  }

  Strategy strategy(String name) {
    Strategy own = settings(name).strategy();
    own = own == null ? settings(standsFor(name)).strategy() : own;
    return own == null ? settings.strategy() : own;
  }

  /** A name without fallbacks of its own has those of the model that it stands for. */
  List<String> fallbacks(String name) {
    List<String> own = settings(name).fallbacks();
    return own.isEmpty() ? settings(standsFor(name)).fallbacks() : own;
  }

  private String standsFor(String name) {
    List<Seller> selling = sellers(name);
    return selling.isEmpty() || selling.get(0).listed()
        ? name
        : selling.get(0).first().publicModel();
  }
}
