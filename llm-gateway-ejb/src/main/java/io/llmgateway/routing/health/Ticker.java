package io.llmgateway.routing.health;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/** A clock that only goes forward, for what is measured in durations. */
final class Ticker {
  private final LongSupplier nanos;
  private final long began;

  Ticker(LongSupplier nanos) {
    this.nanos = nanos;
    this.began = nanos.getAsLong();
  }

  long nanos() {
    return nanos.getAsLong();
  }

  /**
   * @return a clock that tells the time since this ticker was made
   */
  Clock clock() {
    return new Since();
  }

  private final class Since extends Clock {
    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.EPOCH.plusNanos(nanos() - began);
    }
  }
}
