package io.llmgateway.admission;

import io.github.bucket4j.Bucket;
import java.time.Duration;

/** Permits that come back evenly over a minute, counted on this node. */
final class PermitsPerMinute implements Permits {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final long limit;
  private final Bucket bucket;

  PermitsPerMinute(long limit) {
    this.limit = limit;
    this.bucket =
        Bucket.builder().addLimit(l -> l.capacity(limit).refillGreedy(limit, MINUTE)).build();
  }

  @Override
  public boolean take(long count) {
    return bucket.tryConsume(count);
  }

  @Override
  public void takeAnyway(long count) {
    bucket.consumeIgnoringRateLimits(count);
  }

  @Override
  public void giveBack(long count) {
    bucket.addTokens(count);
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public long left() {
    return Math.max(0, bucket.getAvailableTokens());
  }

  @Override
  public Duration untilFree(long count) {
    return Duration.ofNanos(bucket.estimateAbilityToConsume(count).getNanosToWaitForRefill());
  }

  @Override
  public Duration untilAll() {
    return Duration.ofNanos((limit - left()) * MINUTE.toNanos() / limit);
  }
}
