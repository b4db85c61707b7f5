package io.llmgateway.routing.feedback;

import io.llmgateway.routing.Scores;
import io.llmgateway.routing.prompt.TaskType;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What clients think of each model at each kind of work: an average in which a word of a week ago
 * counts half, and which begins at 0, so that one voice alone decides little.
 */
@ApplicationScoped
public class FeedbackScores implements Scores {
  static final Duration HALF_LIFE = Duration.ofDays(7);

  /** As if so many had said 0. */
  private static final double NEUTRAL_VOICES = 3;

  private final Clock clock;
  private volatile Map<Subject, Double> scores = Map.of();

  @Inject
  public FeedbackScores(Clock clock) {
    this.clock = clock;
  }

  /** For the container's proxy only. */
  protected FeedbackScores() {
    this(null);
  }

  private record Subject(String model, String task) {}

  /** One client's word. */
  public record Voice(String model, String task, double score, Instant said) {}

  private static final class Sum {
    private double score;
    private double weight;
  }

  @Override
  public OptionalDouble score(String model, TaskType task) {
    Double score = scores.get(new Subject(model, task.written()));
    score = score == null ? scores.get(new Subject(model, "")) : score;
    return score == null ? OptionalDouble.empty() : OptionalDouble.of(score);
  }

  /** Replaces everything that was said. */
  public void replace(Collection<Voice> voices) {
    Instant now = clock.instant();
    Map<Subject, Sum> sums = new HashMap<>();
    for (Voice voice : voices) {
      double age = Math.max(0, Duration.between(voice.said(), now).toSeconds());
      double weight = Math.pow(0.5, age / HALF_LIFE.toSeconds());
      add(sums, new Subject(voice.model(), ""), voice.score(), weight);
      if (!Objects.requireNonNullElse(voice.task(), "").isEmpty()) {
        add(sums, new Subject(voice.model(), voice.task()), voice.score(), weight);
      }
    }
    Map<Subject, Double> next = new HashMap<>();
    sums.forEach((subject, sum) -> next.put(subject, sum.score / (sum.weight + NEUTRAL_VOICES)));
    scores = Map.copyOf(next);
  }

  private static void add(Map<Subject, Sum> sums, Subject subject, double score, double weight) {
    Sum sum = sums.computeIfAbsent(subject, s -> new Sum());
    sum.score += weight * score;
    sum.weight += weight;
  }
}
