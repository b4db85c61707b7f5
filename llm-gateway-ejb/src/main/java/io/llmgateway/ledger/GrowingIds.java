package io.llmgateway.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * UUIDv7 that grow strictly within this process (RFC 9562 section 6.2, method 1: a counter in the
 * 12 bits after the version), so that the attempts of a call stay in order, and a reader that goes
 * by the last id misses nothing.
 */
@ApplicationScoped
public class GrowingIds {
  private static final int LAST_COUNT = 0xFFF;

  private long millis;
  private int count;

  /** Ids are later than this time from now on. */
  public synchronized void startAfter(long earliest) {
    if (earliest > millis) {
      millis = earliest;
      count = LAST_COUNT;
    }
  }

  /**
   * @param now in milliseconds since 1970; ids grow on when it does not
   */
  public synchronized String next(long now) {
    if (now > millis) {
      millis = now;
      count = 0;
    } else if (count < LAST_COUNT) {
      count++;
    } else {
      millis++;
      count = 0;
    }
    long low = ThreadLocalRandom.current().nextLong() >>> 2 | Long.MIN_VALUE;
    return new UUID(millis << 16 | 0x7000L | count, low).toString();
  }
}
