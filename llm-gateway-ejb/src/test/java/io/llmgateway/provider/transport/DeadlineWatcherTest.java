package io.llmgateway.provider.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DeadlineWatcherTest {
  private static final Timeouts SHORT = timeouts(100);
  private static final Timeouts LONG = timeouts(60_000);

  private static Timeouts timeouts(long millis) {
    Duration each = Duration.ofMillis(millis);
    return new Timeouts(each, each, each, each);
  }

  @Test
  void keepsTheDeadlinesOfOthersWhenOneCanNotBeAborted() throws Exception {
    CountDownLatch aborted = new CountDownLatch(1);
    try (DeadlineWatcher watcher = new DeadlineWatcher(() -> {})) {
      watcher.watch(
          new Attempt(
              SHORT,
              true,
              () -> {
                throw new IllegalStateException("can not be closed");
              }));
      Attempt other = new Attempt(timeouts(300), true, aborted::countDown);
      watcher.watch(other);
      assertTrue(aborted.await(10, TimeUnit.SECONDS));
      assertEquals(Outcome.TIMEOUT, other.abortion(null).outcome());
    }
  }

  @Test
  void wakesUpForAnAttemptThatComesAfterAPause() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(1);
    try (DeadlineWatcher watcher = new DeadlineWatcher(() -> {})) {
      Attempt one = new Attempt(SHORT, true, first::countDown);
      watcher.watch(one);
      assertTrue(first.await(10, TimeUnit.SECONDS));
      watcher.forget(one);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
      long start = System.nanoTime();
      watcher.watch(new Attempt(SHORT, true, second::countDown));
      assertTrue(second.await(10, TimeUnit.SECONDS));
      assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(2));
    }
  }

  @Test
  void leavesAnAttemptAloneThatIsInTime() throws Exception {
    CountDownLatch aborted = new CountDownLatch(1);
    CountDownLatch marker = new CountDownLatch(1);
    try (DeadlineWatcher watcher = new DeadlineWatcher(() -> {})) {
      watcher.watch(new Attempt(LONG, true, aborted::countDown));
      watcher.watch(new Attempt(SHORT, true, marker::countDown));
      assertTrue(marker.await(10, TimeUnit.SECONDS));
      assertEquals(1, aborted.getCount());
    }
  }
}
