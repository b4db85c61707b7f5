package io.llmgateway;

import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.RetrySettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The candidates that may be asked again, and when: after what the provider asked for, or else
 * after a pause that is drawn between zero and a bound which doubles each time ("full jitter").
 *
 * <p>Source: <a
 * href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Exponential
 * Backoff And Jitter</a>.
 */
final class Repetitions {
  private final RetrySettings settings;
  private final LongSupplier nanoTime;
  private final Supplier<RandomGenerator> random;
  private final List<Waiting> waiting = new ArrayList<>(0);
  private Map<Candidate, Integer> failed;

  private record Waiting(Candidate candidate, long dueAt) {}

  /**
   * @param pause until the candidate may be asked; zero or more
   */
  record Due(Candidate candidate, Duration pause) {}

  Repetitions(RetrySettings settings, LongSupplier nanoTime, Supplier<RandomGenerator> random) {
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  /**
   * The candidate failed, and may be asked again.
   *
   * @param retryAfter what the provider asked for, or null; when it is long, the candidate is not
   *     asked again for this request
   */
  void add(Candidate candidate, Duration retryAfter) {
    if (retryAfter != null && retryAfter.compareTo(settings.maxBackoff()) > 0) {
      return;
    }
    if (failed == null) {
      failed = new IdentityHashMap<>(2);
    }
    int times = failed.merge(candidate, 1, Integer::sum);
    long pause = retryAfter == null ? drawn(times) : retryAfter.toNanos();
    waiting.add(new Waiting(candidate, nanoTime.getAsLong() + pause));
  }

  private long drawn(int times) {
    long most = settings.maxBackoff().toNanos();
    long bound = settings.backoff().toNanos();
    for (int i = 1; i < times && bound < most; i++) {
      bound *= 2;
    }
    return random.get().nextLong(Math.min(bound, most) + 1);
  }

  /**
   * @param leftNanos until the request's deadline
   * @return the one that may be asked soonest, which does not wait any more then; null when there
   *     is none whose time comes before the deadline
   */
  Due next(long leftNanos) {
    Waiting soonest = waiting.stream().min(Comparator.comparingLong(Waiting::dueAt)).orElse(null);
    if (soonest == null) {
      return null;
    }
    long pause = Math.max(0, soonest.dueAt - nanoTime.getAsLong());
    if (pause >= leftNanos) {
      return null;
    }
    waiting.remove(soonest);
    return new Due(soonest.candidate, Duration.ofNanos(pause));
  }
}
