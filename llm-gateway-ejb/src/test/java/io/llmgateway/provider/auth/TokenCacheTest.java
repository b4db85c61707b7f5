package io.llmgateway.provider.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.provider.transport.UpstreamRequest;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private static final Duration LIFE = Duration.ofMinutes(10);

  /** A clock that stands until it is moved. */
  private static final class Hands extends Clock {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    void forward(Duration by) {
      now = now.plus(by);
    }

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
      return now;
    }
  }

  private final Hands clock = new Hands();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final AtomicInteger fetches = new AtomicInteger();

  private Token fetch() {
    return new Token(
        "token-" + fetches.incrementAndGet(), clock.instant(), clock.instant().plus(LIFE));
  }

  private String get(TokenCache cache) {
    return cache.fetched("key", this::fetch, new Cancellation());
  }

  private static UpstreamRequest sentWith(String token) {
    return new UpstreamRequest(
        URI.create("http://h/"),
        Map.of("Authorization", "Bearer " + token),
        new byte[0],
        false,
        Timeouts.DEFAULT);
  }

  @Test
  void fetchesOnceForAllWhoWait() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(9);
    try {
      TokenCache cache = new TokenCache(clock, threads);
      List<Future<String>> tokens = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tokens.add(
            threads.submit(
                () ->
                    cache.fetched(
                        "key",
                        () -> {
                          await(go);
                          return fetch();
                        },
                        new Cancellation())));
      }
      go.countDown();
      for (Future<String> token : tokens) {
        assertEquals("token-1", token.get());
      }
      assertEquals(1, fetches.get());
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void replacesAnAgeingTokenInTheBackground() {
    TokenCache cache = new TokenCache(clock, waiting::add);
    fetchNow(cache);
    clock.forward(Duration.ofMinutes(9));

    assertEquals("token-1", get(cache), "nobody waits for the new one");
    assertEquals("token-1", get(cache));
    assertEquals(1, waiting.size(), "asked for once");
    waiting.remove().run();
    assertEquals("token-2", get(cache));
  }

  private void fetchNow(TokenCache cache) {
    Thread caller = new Thread(() -> get(cache));
    caller.start();
    while (waiting.isEmpty() && caller.isAlive()) {
      Thread.onSpinWait();
    }
    waiting.remove().run();
    join(caller);
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void goesOnWithAGoodTokenWhenItsRefreshFails() {
    TokenCache cache = new TokenCache(clock, Runnable::run);
    get(cache);
    clock.forward(Duration.ofMinutes(9));
    AtomicInteger failures = new AtomicInteger();
    for (int i = 0; i < 3; i++) {
      String token =
          cache.fetched(
              "key",
              () -> {
                failures.incrementAndGet();
                throw new IllegalStateException("down");
              },
              new Cancellation());
      assertEquals("token-1", token);
    }
    assertEquals(1, failures.get(), "not asked again at once");
  }

  @Test
  void fetchesAnewWhenTheTokenHasEnded() {
    TokenCache cache = new TokenCache(clock, Runnable::run);
    get(cache);
    clock.forward(LIFE);
    assertEquals("token-2", get(cache));
  }

  @Test
  void dropsTheTokenThatWasRefusedAndNoOther() {
    TokenCache cache = new TokenCache(clock, Runnable::run);
    get(cache);
    assertTrue(cache.drop("key", sentWith("token-1")));
    assertEquals("token-2", get(cache));

    assertTrue(cache.drop("key", sentWith("token-1")), "a late refusal of the old one");

    assertEquals("token-2", get(cache));
    assertFalse(cache.drop("other", sentWith("token-1")));
  }

  @Test
  void letsACancelledCallerGoAndKeepsTheFetchForTheOthers() {
    TokenCache cache = new TokenCache(clock, waiting::add);
    Cancellation gone = new Cancellation();
    gone.cancel();

    ChatException.Retryable cancelled =
        assertThrows(ChatException.Retryable.class, () -> cache.fetched("key", this::fetch, gone));

    assertEquals(Outcome.CANCELLED, cancelled.outcome());
    waiting.remove().run();
    assertEquals("token-1", get(cache), "the fetch went on");
    assertTrue(waiting.isEmpty());
  }

  @Test
  void tellsWhyThereIsNoToken() {
    TokenCache cache = new TokenCache(clock, Runnable::run);
    ChatException.Retryable refused =
        assertThrows(
            ChatException.Retryable.class,
            () ->
                cache.fetched(
                    "key",
                    () -> {
                      throw new ChatException.Retryable(
                          ErrorCode.UPSTREAM_ERROR, Outcome.AUTH, "wrong key");
                    },
                    new Cancellation()));
    assertEquals(Outcome.AUTH, refused.outcome());
    assertEquals("wrong key", refused.getMessage());
    assertEquals("token-1", get(cache), "and asks again the next time");
  }
}
