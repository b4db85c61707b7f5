package io.llmgateway.bench;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What was measured of one target, over all rounds. */
final class Score {
  /** One figure; the unit stands in its heading. */
  enum Figure {
    LATENCY_P50("p50 ms"),
    LATENCY_P99("p99 ms"),
    FIRST_P50("first token p50 ms"),
    FIRST_P99("first token p99 ms"),
    THROUGHPUT("requests/s"),
    CPU("CPU s/1000"),
    STREAMS("streams complete"),
    EVENTS("events"),
    STREAM_FIRST_P50("first event p50 ms"),
    LAG_P99("lag p99 ms"),
    RESIDENT("RSS MiB");

    final String heading;

    Figure(String heading) {
      this.heading = heading;
    }
  }

  private final Map<Figure, List<Double>> figures = new EnumMap<>(Figure.class);
  private final List<String> faults = new ArrayList<>();
  private long answers;

  void add(Figure figure, double value) {
    figures.computeIfAbsent(figure, f -> new ArrayList<>()).add(value);
  }

  void add(String phase, Tally tally) {
    answers += tally.answers();
    if (tally.faults() != null) {
      faults.add(phase + ": " + tally.faults());
    }
  }

  /** All good answers, warm-up included. */
  long answers() {
    return answers;
  }

  /** The median over the rounds. */
  double median(Figure figure) {
    List<Double> sorted = figures.getOrDefault(figure, List.of()).stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  List<String> faults() {
    return faults;
  }
}
