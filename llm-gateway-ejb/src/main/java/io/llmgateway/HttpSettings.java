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
 * @param maxInflightBytes of all requests' bodies in flight together; {@code
 *     gateway.http.max-inflight-bytes}; at least {@code maxBody}
 * @param maxHeap percent of the heap that may be alive before new requests are refused; 100 for no
 *     such bound; {@code gateway.http.max-heap}
 * @param heartbeat silence in a stream after which a comment is sent; {@code
 *     gateway.stream.heartbeat}
 * @param shutdownGrace how long requests in flight may go on when the gateway stops; {@code
 *     gateway.shutdown.grace}
 */
public record HttpSettings(
    int maxBody,
    int maxConcurrent,
    int maxInflightBytes,
    int maxHeap,
    Duration heartbeat,
    Duration shutdownGrace) {
  private static final int LARGEST_BODY = 1 << 30;
  private static final String MAX_INFLIGHT_BYTES = "gateway.http.max-inflight-bytes";
  private static final String MAX_HEAP = "gateway.http.max-heap";
  private static final String MAX_BODY = "gateway.http.max-body";
  private static final String MAX_CONCURRENT = "gateway.http.max-concurrent";
  private static final String HEARTBEAT = "gateway.stream.heartbeat";
  private static final String SHUTDOWN_GRACE = "gateway.shutdown.grace";

  public static final HttpSettings DEFAULTS =
      new HttpSettings(
          32 << 20,
          10_000,
          (int) Math.min(LARGEST_BODY, Math.max(32 << 20, Runtime.getRuntime().maxMemory() / 8)),
          90,
          Duration.ofSeconds(15),
          Duration.ofSeconds(30));

  /**
   * @throws ConfigException when a value can not be used
   */
  public static HttpSettings from(ConfigView config) {
    int maxBody = config.size(MAX_BODY, LARGEST_BODY).orElse(DEFAULTS.maxBody);
    return new HttpSettings(
        maxBody,
        config.integer(MAX_CONCURRENT).map(HttpSettings::count).orElse(DEFAULTS.maxConcurrent),
        inflight(config, maxBody),
        config.integer(MAX_HEAP).map(HttpSettings::percent).orElse(DEFAULTS.maxHeap),
        positive(HEARTBEAT, config.duration(HEARTBEAT).orElse(DEFAULTS.heartbeat)),
        notNegative(
            SHUTDOWN_GRACE, config.duration(SHUTDOWN_GRACE).orElse(DEFAULTS.shutdownGrace)));
  }

  private static int inflight(ConfigView config, int maxBody) {
    int said =
        config
            .size(MAX_INFLIGHT_BYTES, LARGEST_BODY)
            .orElse(Math.max(maxBody, DEFAULTS.maxInflightBytes));
    if (said < maxBody) {
      throw new ConfigException(
          MAX_INFLIGHT_BYTES, "must be " + MAX_BODY + " or more, which is " + maxBody);
    }
    return said;
  }

  private static int percent(int value) {
    if (value < 1 || value > 100) {
      throw new ConfigException(MAX_HEAP, "must be from 1 to 100: " + value);
    }
    return value;
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
