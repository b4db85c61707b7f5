package io.llmgateway.routing.constraint;

import java.util.List;
import java.util.Locale;

/** What a client wants its candidates ordered by, whatever their priority. */
public enum SortBy {
  /** The cheapest first. */
  PRICE,
  /** The soonest first token first. */
  LATENCY,
  /** The most tokens per second first. */
  THROUGHPUT;

  public static final List<String> NAMES = List.of("price", "latency", "throughput");

  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }
}
