package io.llmgateway.admission;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.util.Set;

/**
 * What one key, account, model or channel may use.
 *
 * @param requestsPerMinute 0 means no limit
 * @param tokensPerMinute 0 means no limit
 * @param concurrent requests at one time; 0 means no limit
 */
public record RateLimits(long requestsPerMinute, long tokensPerMinute, int concurrent) {
  public static final RateLimits NONE = new RateLimits(0, 0, 0);

  private static final String REQUESTS = "limit.requests-per-minute";
  private static final String TOKENS = "limit.tokens-per-minute";
  private static final String CONCURRENT = "limit.concurrent";

  /** The ends of the names that {@link #from} reads. */
  static final Set<String> SUFFIXES = Set.of(REQUESTS, TOKENS, CONCURRENT);

  boolean none() {
    return equals(NONE);
  }

  /**
   * @param prefix such as {@code gateway.key.app.}
   * @throws ConfigException when a limit is not a whole number of 1 or more
   */
  static RateLimits from(ConfigView config, String prefix) {
    return new RateLimits(
        limit(config, prefix + REQUESTS),
        limit(config, prefix + TOKENS),
        limit(config, prefix + CONCURRENT));
  }

  private static int limit(ConfigView config, String name) {
    int value = config.integer(name).orElse(0);
    if (value < 0 || (value == 0 && config.text(name).isPresent())) {
      throw new ConfigException(name, "must be 1 or more; leave it out for no limit");
    }
    return value;
  }
}
