package io.llmgateway.admission;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChannelLimitsTest {
  private final ScheduledExecutorService background = Executors.newScheduledThreadPool(1);

  @AfterEach
  void stop() {
    background.shutdownNow();
  }

  @Test
  void refusesBeyondTheLimitAtOnce() {
    ChannelLimits limits = limits(false, 2);

    assertNotNull(limits.tryAcquire("c", 1));
    assertNotNull(limits.tryAcquire("c", 1));
    assertNull(limits.tryAcquire("c", 1));
    assertNotNull(limits.tryAcquire("free", 1));
  }

  @Test
  void theFirstAttemptOfASharedLimitWaitsForItsSlice() {
    ChannelLimits limits = limits(true, 2);

    assertNotNull(limits.tryAcquire("c", 1));
    assertNotNull(limits.tryAcquire("c", 1));
    assertNull(limits.tryAcquire("c", 1));
  }

  private ChannelLimits limits(boolean shared, int requests) {
    LimitBook book =
        new LimitBook(
            (account, key, from) -> null, Clock.systemUTC(), new Bucket(requests), null, null);
    book.start(background).forEach(task -> task.cancel(false));
    book.apply(
        new LimitSettings(
            Map.of(),
            Map.of(),
            Map.of("c", new RateLimits(requests, 0, 0)),
            Map.of(),
            List.of(),
            shared,
            Duration.ZERO,
            10));
    return new ChannelLimits(book);
  }

  /** Gives what there is, and nothing comes back. */
  private static final class Bucket implements Slices {
    private long left;

    Bucket(long left) {
      this.left = left;
    }

    @Override
    public List<Grant> exchange(String node, List<Order> orders, long now) {
      return orders.stream()
          .map(
              order -> {
                long granted = Math.min(left, order.wants());
                left -= granted;
                return new Grant(order.subject(), granted, left, 0);
              })
          .toList();
    }

    @Override
    public Map<String, Long> wanted(long since) {
      return Map.of();
    }
  }
}
