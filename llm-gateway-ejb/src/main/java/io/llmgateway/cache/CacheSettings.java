package io.llmgateway.cache;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What is kept, and for how long.
 *
 * @param enabled whether kept answers are given in place of calls; {@code gateway.cache.enabled}
 * @param ttl how long an answer is given again; {@code gateway.cache.ttl}
 * @param maxBytes of all kept answers together; {@code gateway.cache.max-size}
 * @param maxAnswer the largest answer that is kept, in bytes; {@code gateway.cache.max-answer}
 * @param staleIfError by public model, how old an answer may be that is given when every candidate
 *     has failed; {@code gateway.model.<model>.stale-if-error}
 */
public record CacheSettings(
    boolean enabled,
    Duration ttl,
    int maxBytes,
    int maxAnswer,
    Map<String, Duration> staleIfError) {
  public static final CacheSettings DEFAULTS =
      new CacheSettings(false, Duration.ofHours(1), 64 << 20, 1 << 20, Map.of());

  private static final String ENABLED = "gateway.cache.enabled";
  private static final String TTL = "gateway.cache.ttl";
  private static final String MAX_SIZE = "gateway.cache.max-size";
  private static final String MAX_ANSWER = "gateway.cache.max-answer";
  private static final String MODEL = "gateway.model.";
  private static final String STALE = "stale-if-error";
  private static final int LARGEST = 1 << 30;

  public CacheSettings {
    staleIfError = Map.copyOf(staleIfError);
  }

  /**
   * @throws ConfigException naming the property that can not be used
   */
  public static CacheSettings from(ConfigView config) {
    Map<String, Duration> stale = new TreeMap<>();
    for (String model : config.groups(MODEL, Set.of(STALE))) {
      String name = MODEL + model + "." + STALE;
      config.duration(name).ifPresent(age -> stale.put(model, positive(name, age)));
    }
    return new CacheSettings(
        config.flag(ENABLED).orElse(DEFAULTS.enabled),
        positive(TTL, config.duration(TTL).orElse(DEFAULTS.ttl)),
        config.size(MAX_SIZE, LARGEST).orElse(DEFAULTS.maxBytes),
        config.size(MAX_ANSWER, LARGEST).orElse(DEFAULTS.maxAnswer),
        stale);
  }

  private static Duration positive(String name, Duration value) {
    if (value.isZero() || value.isNegative() || value.compareTo(Duration.ofDays(365)) > 0) {
      throw new ConfigException(name, "must be positive, and a year at the most: " + value);
    }
    return value;
  }

  /**
   * @return how long an answer to this model may be of use to anybody
   */
  Duration longest(String model) {
    Duration stale = staleIfError.getOrDefault(model, Duration.ZERO);
    return stale.compareTo(ttl) > 0 ? stale : ttl;
  }
}
