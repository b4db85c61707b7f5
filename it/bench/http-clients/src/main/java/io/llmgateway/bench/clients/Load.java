package io.llmgateway.bench.clients;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** Keeps a number of requests in flight through one contender, the way that contender wants. */
final class Load {
  private static final byte[] BODY =
      ("{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + "q".repeat(960) + "\"}]}")
          .getBytes(StandardCharsets.UTF_8);

  private final Contender contender;
  private final Executor threads;

  Load(Contender contender) {
    this.contender = contender;
    this.threads = threads();
  }

  /** Posts {@code requests} times with {@code inFlight} at once; returns the failures. */
  int posts(int requests, int inFlight) throws InterruptedException {
    AtomicInteger left = new AtomicInteger(requests);
    AtomicInteger failures = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(inFlight);
    for (int i = 0; i < inFlight; i++) {
      if (contender instanceof Contender.Blocking blocking) {
        threads.execute(() -> postAll(blocking, left, failures, done));
      } else {
        postNext((Contender.Async) contender, left, failures, done);
      }
    }
    done.await();
    return failures.get();
  }

  private static void postAll(
      Contender.Blocking client, AtomicInteger left, AtomicInteger failures, CountDownLatch done) {
    while (left.getAndDecrement() > 0) {
      try {
        if (client.post(BODY) < 1_000) {
          failures.incrementAndGet();
        }
      } catch (Exception e) {
        failures.incrementAndGet();
      }
    }
    done.countDown();
  }

  private static void postNext(
      Contender.Async client, AtomicInteger left, AtomicInteger failures, CountDownLatch done) {
    if (left.getAndDecrement() <= 0) {
      done.countDown();
      return;
    }
    client
        .post(BODY)
        .whenComplete(
            (length, failure) -> {
              if (failure != null || length < 1_000) {
                failures.incrementAndGet();
              }
              postNext(client, left, failures, done);
            });
  }

  /** Starts the streams at once; the latch falls to zero when all have ended. */
  CountDownLatch streams(int streams, String path, LongAdder events) {
    CountDownLatch done = new CountDownLatch(streams);
    for (int i = 0; i < streams; i++) {
      if (contender instanceof Contender.Blocking blocking) {
        threads.execute(() -> stream(blocking, path, events, done));
      } else {
        ((Contender.Async) contender)
            .stream(BODY, path)
                .whenComplete(
                    (count, failure) -> {
                      events.add(failure == null ? count : 0);
                      done.countDown();
                    });
      }
    }
    return done;
  }

  private static void stream(
      Contender.Blocking client, String path, LongAdder events, CountDownLatch done) {
    try {
      events.add(client.stream(BODY, path));
    } catch (Exception e) {
      e.printStackTrace();
    } finally {
      done.countDown();
    }
  }

  /** A virtual thread per task where the JDK has them without pinning (24 and later). */
  private static Executor threads() {
    if (Runtime.version().feature() < 24) {
      ThreadFactory daemons =
          task -> {
            Thread thread = new Thread(null, task, "load", 256 * 1024);
            thread.setDaemon(true);
            return thread;
          };
      return Executors.newCachedThreadPool(daemons);
    }
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
