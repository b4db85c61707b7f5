package io.llmgateway.routing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/** Orders the channels of one model. */
final class SellerOrder {
  private static final Comparator<BigDecimal> LEAST =
      Comparator.nullsLast(Comparator.naturalOrder());
  private static final Comparator<BigDecimal> MOST =
      Comparator.nullsLast(Comparator.reverseOrder());

  /** Of so many times that the second draw is the better one, it is left behind once. */
  private static final int EXPLORE = 25;

  private final RouteQuery query;
  private final Surroundings around;
  private final Costs costs;

  SellerOrder(RouteQuery query, Surroundings around, Costs costs) {
    this.query = query;
    this.around = around;
    this.costs = costs;
  }

  /**
   * A channel in its place.
   *
   * @param measure see {@link Place#measure}
   */
  record Standing(Seller seller, BigDecimal measure) {}

  /**
   * @param sellers by priority, the higher first
   */
  List<Standing> order(List<Seller> sellers, Strategy strategy) {
    if (!strategy.withinPriority()) {
      return tier(sellers, strategy);
    }
    List<Standing> order = new ArrayList<>(sellers.size());
    int from = 0;
    while (from < sellers.size()) {
      int to = from + 1;
      while (to < sellers.size() && sellers.get(to).priority() == sellers.get(from).priority()) {
        to++;
      }
      order.addAll(lastResortsLast(tier(sellers.subList(from, to), strategy), strategy));
      from = to;
    }
    return order;
  }

  private List<Standing> tier(List<Seller> tier, Strategy strategy) {
    return switch (strategy) {
      case PRIORITY -> measured(drawn(tier), seller -> null);
      case LEAST_LATENCY -> powerOfTwoChoices(measured(tier, this::firstToken));
      case LEAST_BUSY -> sorted(tier, this::inFlight, LEAST);
      case LEAST_COST, SORTED_BY_PRICE -> sorted(tier, s -> costs.expected(s.first()), LEAST);
      case SORTED_BY_LATENCY -> sorted(tier, this::firstToken, LEAST);
      case SORTED_BY_THROUGHPUT -> sorted(tier, this::throughput, MOST);
      case STICKY -> new Rendezvous(query.prompt().conversation()).order(tier);
    };
  }

  /** A channel of no weight is asked when its equals have failed, whatever the strategy. */
  private static List<Standing> lastResortsLast(List<Standing> order, Strategy strategy) {
    if (strategy == Strategy.PRIORITY || order.stream().allMatch(s -> s.seller().weight() > 0)) {
      return order;
    }
    List<Standing> sorted = new ArrayList<>(order);
    sorted.sort(Comparator.comparing(standing -> standing.seller().weight() == 0));
    return sorted;
  }

  /** Equals are in the order of a draw, so that they share. */
  private List<Standing> sorted(
      List<Seller> tier, Function<Seller, BigDecimal> measure, Comparator<BigDecimal> by) {
    List<Standing> order = new ArrayList<>(measured(drawn(tier), measure));
    order.sort(Comparator.comparing(Standing::measure, by));
    return order;
  }

  private static List<Standing> measured(
      List<Seller> sellers, Function<Seller, BigDecimal> measure) {
    return sellers.stream().map(s -> new Standing(s, measure.apply(s))).toList();
  }

  private BigDecimal firstToken(Seller seller) {
    return rounded(around.health().firstTokenMillis(seller.first()));
  }

  private BigDecimal throughput(Seller seller) {
    return rounded(around.health().tokensPerSecond(seller.first()));
  }

  private BigDecimal inFlight(Seller seller) {
    return BigDecimal.valueOf(around.health().inFlight(seller.first()));
  }

  private static BigDecimal rounded(OptionalDouble value) {
    return value.isPresent() ? BigDecimal.valueOf(Math.round(value.getAsDouble())) : null;
  }

  /**
   * Draws two by weight and takes the better, until none is left: nearly as good as the best of
   * all, and not all requests run to the same one. Now and then the worse stays where it was drawn,
   * so that one that has become better is found out.
   */
  private List<Standing> powerOfTwoChoices(List<Standing> tier) {
    List<Standing> order = new ArrayList<>(tier);
    for (int i = 0; i < order.size() - 1; i++) {
      Collections.swap(order, i, draw(order, i));
      if (i + 2 < order.size()) {
        Collections.swap(order, i + 1, draw(order, i + 1));
      }
      if (sooner(order.get(i + 1), order.get(i)) && around.random().nextInt(EXPLORE) != 0) {
        Collections.swap(order, i, i + 1);
      }
    }
    return order;
  }

  private static boolean sooner(Standing one, Standing other) {
    return other.measure() != null
        && (one.measure() == null || one.measure().compareTo(other.measure()) < 0);
  }

  private int draw(List<Standing> order, int from) {
    return draw(order, from, Standing::seller);
  }

  private List<Seller> drawn(List<Seller> tier) {
    if (tier.size() == 1) {
      return tier;
    }
    List<Seller> order = new ArrayList<>(tier);
    for (int i = 0; i < order.size() - 1; i++) {
      Collections.swap(order, i, draw(order, i, Function.identity()));
    }
    return order;
  }

  private <T> int draw(List<T> order, int from, Function<T, Seller> seller) {
    long total = 0;
    for (int i = from; i < order.size(); i++) {
      total += seller.apply(order.get(i)).weight();
    }
    if (total == 0) {
      return from;
    }
    long drawn = around.random().nextLong(total);
    for (int i = from; i < order.size(); i++) {
      drawn -= seller.apply(order.get(i)).weight();
      if (drawn < 0) {
        return i;
      }
    }
    throw new IllegalStateException("drew past the sum of the weights");
  }
}
