package io.llmgateway.admission;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Permits that are out until they are given back, counted on this node. */
final class PermitsAtATime implements Permits {
  /** Nobody knows when a request ends. */
  private static final Duration A_MOMENT = Duration.ofSeconds(1);

  private final long limit;
  private final AtomicLong out = new AtomicLong();

  PermitsAtATime(long limit) {
    this.limit = limit;
  }

  @Override
  public boolean take(long count) {
    for (long now = out.get(); now + count <= limit; now = out.get()) {
      if (out.compareAndSet(now, now + count)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void takeAnyway(long count) {
    out.addAndGet(count);
  }

  @Override
  public void giveBack(long count) {
    out.addAndGet(-count);
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public long left() {
    return Math.max(0, limit - out.get());
  }

  @Override
  public Duration untilFree(long count) {
    return A_MOMENT;
  }

  @Override
  public Duration untilAll() {
    return A_MOMENT;
  }
}
