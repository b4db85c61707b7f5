package io.llmgateway;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;

/**
 * How the gateway serves HTTP.
 *
 * @param maxBody bytes of a request's body, after decompression; {@code gateway.http.max-body}, in
 *     bytes or with a unit such as {@code 32MiB}
 * @param maxConcurrent requests that wait for a model at one time; {@code
 *     gateway.http.max-concurrent}
 * @param heartbeat silence in a stream after which a comment is sent; {@code
 *     gateway.stream.heartbeat}
 * @param shutdownGrace how long requests in flight may go on when the gateway stops; {@code
 *     gateway.shutdown.grace}
 */
public record HttpSettings(
    int maxBody, int maxConcurrent, Duration heartbeat, Duration shutdownGrace) {
  private static final String MAX_BODY = "gateway.http.max-body";
  private static final String MAX_CONCURRENT = "gateway.http.max-concurrent";
  private static final String HEARTBEAT = "gateway.stream.heartbeat";
  private static final String SHUTDOWN_GRACE = "gateway.shutdown.grace";

  public static final HttpSettings DEFAULTS =
      new HttpSettings(32 << 20, 10_000, Duration.ofSeconds(15), Duration.ofSeconds(30));

  private static final int LARGEST_BODY = 1 << 30;

  /**
   * @throws ConfigException when a value can not be used
   */
  public static HttpSettings from(ConfigView config) {
    return new HttpSettings(
        config.size(MAX_BODY, LARGEST_BODY).orElse(DEFAULTS.maxBody),
        config.integer(MAX_CONCURRENT).map(HttpSettings::count).orElse(DEFAULTS.maxConcurrent),
        positive(HEARTBEAT, config.duration(HEARTBEAT).orElse(DEFAULTS.heartbeat)),
        notNegative(
            SHUTDOWN_GRACE, config.duration(SHUTDOWN_GRACE).orElse(DEFAULTS.shutdownGrace)));
  }

  private static int count(int value) {
    if (value < 1) {
      throw new ConfigException(MAX_CONCURRENT, "must be 1 or more: " + value);
    }
    return value;
  }

  private static Duration positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new ConfigException(name, "must be positive: " + value);
    }
    return value;
  }

  private static Duration notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new ConfigException(name, "must not be negative: " + value);
    }
    return value;
  }
}
