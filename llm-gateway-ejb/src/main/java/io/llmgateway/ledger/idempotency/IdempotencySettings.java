package io.llmgateway.ledger.idempotency;

import io.llmgateway.chat.Timeouts;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;

/**
 * How answers under an Idempotency-Key are kept.
 *
 * @param keep for how long; {@code gateway.idempotency.keep}
 * @param maxAnswer the largest answer that is kept, in bytes as the gateway writes it down; {@code
 *     gateway.idempotency.max-answer}
 * @param patience how long a repetition waits for the first request; {@code gateway.timeout.total}
 */
public record IdempotencySettings(Duration keep, int maxAnswer, Duration patience) {
  private static final String KEEP = "gateway.idempotency.keep";
  private static final String MAX_ANSWER = "gateway.idempotency.max-answer";
  private static final int LARGEST_ANSWER = 256 << 20;

  public static final IdempotencySettings DEFAULTS =
      new IdempotencySettings(Duration.ofHours(24), 16 << 20, Timeouts.DEFAULT.total());

  /**
   * @throws ConfigException when a value can not be used
   */
  public static IdempotencySettings from(ConfigView config) {
    Duration keep = config.duration(KEEP).orElse(DEFAULTS.keep);
    if (keep.isNegative() || keep.isZero()) {
      throw new ConfigException(KEEP, "must be positive: " + keep);
    }
    return new IdempotencySettings(
        keep,
        config.size(MAX_ANSWER, LARGEST_ANSWER).orElse(DEFAULTS.maxAnswer),
        config.duration("gateway.timeout.total").orElse(DEFAULTS.patience));
  }
}
