package io.llmgateway.bench;

import io.llmgateway.bench.Score.Figure;
import java.util.Locale;
import java.util.Map;

/** The table: a line per figure, a column per target, and what the gateway adds. */
final class Report {
  private final Map<Target, Score> scores;

  Report(Map<Target, Score> scores) {
    this.scores = scores;
  }

  @Override
  public String toString() {
    StringBuilder table = new StringBuilder("| |");
    scores.keySet().forEach(target -> table.append(' ').append(target.name()).append(" |"));
    table.append("\n|---|").append("---|".repeat(scores.size())).append('\n');
    for (Figure figure : Figure.values()) {
      line(table, figure.heading, score -> score.median(figure));
    }
    for (Figure figure :
        new Figure[] {Figure.LATENCY_P50, Figure.LATENCY_P99, Figure.FIRST_P50, Figure.FIRST_P99}) {
      double direct = of("direct", figure);
      line(table, "added " + figure.heading, score -> score.median(figure) - direct);
    }
    for (String yardstick : new String[] {"direct", "nginx"}) {
      double throughput = of(yardstick, Figure.THROUGHPUT);
      if (throughput > 0) {
        line(
            table,
            "throughput / " + yardstick,
            score -> score.median(Figure.THROUGHPUT) / throughput);
      }
    }
    if (scores.keySet().stream().anyMatch(target -> target.name().endsWith(Gateway.FREE))) {
      line(table, "throughput / without billing", this::toFree);
    }
    double cpu = of("nginx", Figure.CPU);
    if (cpu > 0) {
      line(table, "CPU / nginx", score -> score.median(Figure.CPU) / cpu);
    }
    scores.forEach(
        (target, score) ->
            score.faults().forEach(f -> table.append(target.name() + ", " + f + "\n")));
    return table.toString();
  }

  private double toFree(Score score) {
    String name =
        scores.keySet().stream()
            .filter(t -> scores.get(t) == score)
            .map(Target::name)
            .findFirst()
            .orElseThrow();
    return score.median(Figure.THROUGHPUT) / of(name + Gateway.FREE, Figure.THROUGHPUT);
  }

  private double of(String target, Figure figure) {
    return scores.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(target))
        .mapToDouble(entry -> entry.getValue().median(figure))
        .findFirst()
        .orElse(Double.NaN);
  }

  private void line(
      StringBuilder table, String heading, java.util.function.ToDoubleFunction<Score> value) {
    table.append("| ").append(heading).append(" |");
    scores
        .values()
        .forEach(
            score -> table.append(' ').append(number(value.applyAsDouble(score))).append(" |"));
    table.append('\n');
  }

  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.3f", value);
  }
}
