package io.llmgateway.admission;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.List;

/**
 * One API key as configured under {@code gateway.key.<name>}.
 *
 * @param secret the key itself, or null when it is generated at the first start
 * @param generated whether the gateway makes the key itself, once, and prints it once
 * @param account the account that pays
 * @param models patterns of public model names
 * @param enabled false refuses the key with {@code key_disabled}
 * @param expires when the key ends, or null
 * @param requestsPerMinute 0 means no limit
 * @param tokensPerMinute 0 means no limit
 * @param concurrent 0 means no limit
 * @param budget how much the key may spend in a period, or null
 */
public record KeySettings(
    String name,
    String secret,
    boolean generated,
    String account,
    List<String> models,
    boolean enabled,
    Instant expires,
    long requestsPerMinute,
    long tokensPerMinute,
    int concurrent,
    Budget budget) {

  /**
   * @param amount in the account's currency
   * @param period whole days, weeks, months or years are calendar periods in UTC; anything else
   *     counts from 1970
   */
  public record Budget(BigDecimal amount, TemporalAmount period) {
    static final Period MONTH = Period.ofMonths(1);
  }

  RateLimits limits() {
    return new RateLimits(requestsPerMinute, tokensPerMinute, concurrent);
  }

  /** Without the secret, so that it can not reach a log. */
  @Override
  public String toString() {
    return "KeySettings[" + name + " of " + account + "]";
  }
}
