package io.llmgateway.routing;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;

/**
 * How often, how soon and for how long one request is tried.
 *
 * @param maxAttempts over all candidates, 1 to 100; {@code gateway.retry.max-attempts}
 * @param backoff the longest pause before the first repetition at the same candidate; it doubles
 *     with each further one, and the pause is drawn between zero and it; {@code
 *     gateway.retry.backoff}
 * @param maxBackoff what that does not grow beyond, and the longest wait that a provider may ask
 *     for; {@code gateway.retry.max-backoff}
 * @param deadline until an answer has begun, over all attempts and pauses; null for ten minutes, or
 *     the longest {@code timeout.total} of the candidates where that is more; {@code
 *     gateway.retry.deadline}
 */
public record RetrySettings(
    int maxAttempts, Duration backoff, Duration maxBackoff, Duration deadline) {
  public static final RetrySettings DEFAULTS =
      new RetrySettings(5, Duration.ofMillis(200), Duration.ofSeconds(5), null);

  private static final String MAX_ATTEMPTS = "gateway.retry.max-attempts";
  private static final String BACKOFF = "gateway.retry.backoff";
  private static final String MAX_BACKOFF = "gateway.retry.max-backoff";
  private static final String DEADLINE = "gateway.retry.deadline";
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * @throws ConfigException naming the property that can not be used
   */
  static RetrySettings from(ConfigView view) {
    int maxAttempts = view.integer(MAX_ATTEMPTS).orElse(DEFAULTS.maxAttempts);
    if (maxAttempts < 1 || maxAttempts > 100) {
      throw new ConfigException(MAX_ATTEMPTS, "must be from 1 to 100: " + maxAttempts);
    }
    Duration backoff = pause(view, BACKOFF, DEFAULTS.backoff);
    Duration maxBackoff = pause(view, MAX_BACKOFF, DEFAULTS.maxBackoff);
    Duration deadline = view.duration(DEADLINE).orElse(null);
    if (deadline != null
        && (deadline.isZero() || deadline.isNegative() || deadline.compareTo(LONGEST) > 0)) {
      throw new ConfigException(DEADLINE, "must be more than zero, and at most a day: " + deadline);
    }
    return new RetrySettings(maxAttempts, backoff, maxBackoff, deadline);
  }

  private static Duration pause(ConfigView view, String name, Duration otherwise) {
    Duration pause = view.duration(name).orElse(otherwise);
    if (pause.isNegative() || pause.compareTo(LONGEST) > 0) {
      throw new ConfigException(name, "must not be negative, and be at most a day: " + pause);
    }
    return pause;
  }
}
