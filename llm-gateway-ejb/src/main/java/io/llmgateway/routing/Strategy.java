package io.llmgateway.routing;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.constraint.SortBy;
import java.util.Arrays;
import java.util.List;

/** How the channels of one model are ordered, among those of equal priority. */
public enum Strategy {
  /** At random, by weight. */
  PRIORITY("priority"),
  /** Of two drawn by weight, the one with the sooner first token; one not measured goes first. */
  LEAST_LATENCY("least-latency"),
  /** The cheapest for this call, at this hour, with what it has in its prompt cache. */
  LEAST_COST("least-cost"),
  /** The one with the fewest calls in flight. */
  LEAST_BUSY("least-busy"),
  /** The same one for the whole conversation, so that its prompt cache is of use. */
  STICKY("sticky"),
  /** By the client's word: the cheapest first, whatever its priority. */
  SORTED_BY_PRICE("sort by price"),
  /** By the client's word: the sooner first token first; those not measured last. */
  SORTED_BY_LATENCY("sort by latency"),
  /** By the client's word: more tokens per second first; those not measured last. */
  SORTED_BY_THROUGHPUT("sort by throughput");

  private static final List<Strategy> OF_ROUTES =
      List.of(PRIORITY, LEAST_LATENCY, LEAST_COST, LEAST_BUSY, STICKY);

  private final String written;

  Strategy(String written) {
    this.written = written;
  }

  public String written() {
    return written;
  }

  static Strategy of(SortBy sort) {
    return switch (sort) {
      case PRICE -> SORTED_BY_PRICE;
      case LATENCY -> SORTED_BY_LATENCY;
      case THROUGHPUT -> SORTED_BY_THROUGHPUT;
    };
  }

  /**
   * @return whether it leaves the operator's priorities in force
   */
  boolean withinPriority() {
    return OF_ROUTES.contains(this);
  }

  /**
   * @return null when it is not set
   * @throws ConfigException when the text is none
   */
  static Strategy from(ConfigView view, String name) {
    return view.text(name)
        .map(
            text ->
                OF_ROUTES.stream()
                    .filter(strategy -> strategy.written.equals(text))
                    .findFirst()
                    .orElseThrow(
                        () ->
                            new ConfigException(
                                name,
                                "not one of "
                                    + Arrays.toString(
                                        OF_ROUTES.stream().map(Strategy::written).toArray())
                                    + ": "
                                    + text)))
        .orElse(null);
  }
}
