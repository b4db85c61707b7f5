package io.llmgateway.routing;

import io.llmgateway.routing.constraint.AccountPolicy;
import io.llmgateway.routing.constraint.RoutePreferences;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Gathers the candidates of one route, leg by leg: which are out, and which stand where. */
final class Selection {
  private final RoutingTable table;
  private final RouteQuery query;
  private final Surroundings around;
  private final Costs costs;
  private final CandidateFilter filter;
  private final SellerOrder order;
  private final List<Place> places = new ArrayList<>();
  private final List<Decision.Excluded> excluded = new ArrayList<>(0);
  private final Set<Place.Attempt> seen = new HashSet<>();

  /** One turn for each channel in a route, in however many of its models the channel occurs. */
  private final Map<Channel, Integer> turns = new HashMap<>();

  Selection(RoutingTable table, RouteQuery query, AccountPolicy policy, Surroundings around) {
    this.table = table;
    this.query = query;
    this.around = around;
    this.costs = new Costs(query, around);
    this.filter = new CandidateFilter(query, policy, table, costs, !around.lasting());
    this.order = new SellerOrder(query, around, costs);
  }

  Costs costs() {
    return costs;
  }

  CandidateFilter filter() {
    return filter;
  }

  List<Decision.Excluded> excluded() {
    return excluded;
  }

  /**
   * Adds the candidates of a model.
   *
   * @param needs see {@link CandidateFilter#of}
   */
  void add(Leg leg, Needs needs) {
    List<Seller> eligible = eligible(leg, needs);
    if (eligible.isEmpty()) {
      return;
    }
    Strategy strategy = strategy(leg);
    List<SellerOrder.Standing> standings = order.order(eligible, strategy);
    standings = preferredFirst(standings);
    standings = withoutFallbacks(leg, standings);
    addKeys(leg, strategy, standings);
  }

  private List<Seller> eligible(Leg leg, Needs needs) {
    List<Seller> sellers = table.sellers(leg.model());
    List<Seller> eligible = null;
    for (int i = 0; i < sellers.size(); i++) {
      Exclusion reason = filter.of(sellers.get(i).first(), needs);
      if (reason != null) {
        eligible = eligible == null ? new ArrayList<>(sellers.subList(0, i)) : eligible;
        excluded.add(new Decision.Excluded(sellers.get(i).first(), leg, reason));
      } else if (eligible != null) {
        eligible.add(sellers.get(i));
      }
    }
    return eligible == null ? sellers : eligible;
  }

  private Strategy strategy(Leg leg) {
    return query.preferences().sort() != null
        ? Strategy.of(query.preferences().sort())
        : table.strategy(leg.model());
  }

  private List<SellerOrder.Standing> preferredFirst(List<SellerOrder.Standing> standings) {
    if (query.preferences().order().isEmpty()) {
      return standings;
    }
    List<SellerOrder.Standing> sorted = new ArrayList<>(standings);
    sorted.sort(
        Comparator.comparingInt(
            standing -> {
              int position = preference(standing.seller().first());
              return position < 0 ? Integer.MAX_VALUE : position;
            }));
    return sorted;
  }

  private int preference(Candidate candidate) {
    return RoutePreferences.position(
        query.preferences().order(), candidate.channel(), candidate.provider().id());
  }

  /** Without {@code order}, the first channel that is well is the only one. */
  private List<SellerOrder.Standing> withoutFallbacks(
      Leg leg, List<SellerOrder.Standing> standings) {
    if (query.preferences().allowFallbacks() || !query.preferences().order().isEmpty()) {
      return standings;
    }
    SellerOrder.Standing only =
        standings.stream()
            .filter(s -> s.seller().candidates().stream().anyMatch(around.health()::ready))
            .findFirst()
            .orElse(standings.get(0));
    for (SellerOrder.Standing other : standings) {
      if (other != only) {
        Candidate candidate = other.seller().first();
        excluded.add(new Decision.Excluded(candidate, leg, Exclusion.NO_FALLBACKS));
      }
    }
    return List.of(only);
  }

  /** Every channel with the key whose turn it is; then every channel with its next key; ... */
  private void addKeys(Leg leg, Strategy strategy, List<SellerOrder.Standing> standings) {
    int[] turns = standings.stream().mapToInt(s -> turn(strategy, s.seller())).toArray();
    boolean more = true;
    for (int round = 0; more; round++) {
      more = false;
      for (int i = 0; i < turns.length; i++) {
        List<Candidate> keys = standings.get(i).seller().candidates();
        if (round < keys.size()) {
          int key = (turns[i] + round) % keys.size();
          add(place(leg, strategy, standings.get(i), keys.get(key), key));
          more = true;
        }
      }
    }
  }

  private int turn(Strategy strategy, Seller seller) {
    if (strategy == Strategy.STICKY) {
      return new Rendezvous(query.prompt().conversation()).key(seller);
    }
    if (seller.candidates().size() == 1) {
      return 0;
    }
    return turns.computeIfAbsent(
        seller.channel(), channel -> around.lasting() ? channel.nextTurn() : channel.turn());
  }

  private Place place(
      Leg leg, Strategy strategy, SellerOrder.Standing standing, Candidate candidate, int key) {
    return new Place(
        candidate,
        key + 1,
        leg,
        strategy,
        standing.measure(),
        standing.seller().priority(),
        standing.seller().weight(),
        preference(candidate) >= 0,
        around.health().ready(candidate));
  }

  private void add(Place place) {
    if (seen.add(place.attempt())) {
      places.add(place);
    }
  }

  /**
   * @return all candidates, those that are not well at the end
   */
  List<Place> places() {
    if (places.stream().allMatch(Place::ready)) {
      return places;
    }
    List<Place> sorted = new ArrayList<>(places);
    sorted.sort(Comparator.comparing(place -> !place.ready()));
    return sorted;
  }
}
