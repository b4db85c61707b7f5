package io.llmgateway.admission;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdmissionQueueTest {
  private static final Duration LONG = Duration.ofMinutes(1);

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AdmissionQueue queue = new AdmissionQueue(System::nanoTime);
  private final List<Future<?>> entered = new ArrayList<>();
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  @AfterEach
  void stop() throws Exception {
    for (Future<?> each : entered) {
      if (each.isDone()) {
        each.get();
      }
    }
    threads.shutdownNow();
  }

  @Test
  void servesAccountsInTurnHoweverManyRequestsOneOfThemHas() throws Exception {
    Meter model = meter(new RateLimits(0, 0, 1));
    queue.enter(ticket("first", model), waits(LONG, 100), new Cancellation());
    for (int i = 0; i < 6; i++) {
      enter("greedy", 0, model);
    }
    enter("modest", 0, model);
    enter("modest", 0, model);
    for (int i = 0; i < 8; i++) {
      leave(model);
      awaitOrder(i + 1);
    }
    assertEquals(2, Collections.frequency(order.subList(0, 4), "modest"), order.toString());
  }

  @Test
  void anAccountThatComesBackAtOnceDoesNotPassTheOthers() throws Exception {
    Meter model = meter(new RateLimits(0, 0, 1));
    queue.enter(ticket("first", model), waits(LONG, 100), new Cancellation());
    enter("steady", 0, model);
    for (int i = 0; i < 3; i++) {
      enter("patient", 0, model);
    }
    for (int i = 0; i < 4; i++) {
      leave(model);
      awaitOrder(i + 1);
      if (order.get(i).equals("steady")) {
        enter("steady", 0, model);
      }
    }
    assertEquals(2, Collections.frequency(order.subList(0, 4), "patient"), order.toString());
  }

  @Test
  void aLargeRequestIsNotStarvedBySmallOnes() throws Exception {
    SteppedPermits tokens = new SteppedPermits(100);
    Meter model =
        new Meter(
            new Subject(Subject.Kind.MODEL, "m"),
            new RateLimits(0, 100, 0),
            (subject, what, limit, refilled) -> tokens);
    queue.enter(
        new AdmissionTicket("a", List.of(model), 100), waits(LONG, 100), new Cancellation());
    enter("large", 90, model);
    for (int i = 0; i < 5; i++) {
      enter("small", 10, model);
    }
    for (int i = 0; i < 9; i++) {
      tokens.giveBack(10);
      queue.freed();
    }
    awaitOrder(1);
    assertEquals("large", order.get(0));
    tokens.giveBack(50);
    queue.freed();
    awaitOrder(6);
  }

  @Test
  void whoWaitsForItsOwnKeyDoesNotKeepOthersWaiting() throws Exception {
    Meter ownKey = meter(new RateLimits(0, 0, 1));
    Meter model = meter(new RateLimits(0, 0, 10));
    queue.enter(ticket("a", ownKey, model), waits(LONG, 100), new Cancellation());
    enter("a", 0, ownKey, model);
    enter("b", 0, model);
    awaitOrder(1);
    assertEquals(List.of("b"), order);
    leave(ownKey);
    awaitOrder(2);
  }

  @Test
  void leavesTheQueueAtOnceWhenTheClientGoes() throws Exception {
    Meter model = meter(new RateLimits(0, 0, 1));
    queue.enter(ticket("a", model), waits(LONG, 100), new Cancellation());
    Cancellation client = new Cancellation();
    Future<ChatException> waiting =
        threads.submit(
            () ->
                assertThrows(
                    ChatException.class,
                    () -> queue.enter(ticket("b", model), waits(LONG, 100), client)));
    awaitSize(1);
    client.cancel();
    assertEquals(ErrorCode.UPSTREAM_ERROR, waiting.get(10, TimeUnit.SECONDS).code());
    assertEquals(0, queue.size());
    leave(model);
    assertEquals(1, model.slotsLeft());
  }

  @Test
  void refusesAtTheEndOfTheWaitWithAWordOnWhenToComeBack() {
    Meter model = meter(new RateLimits(0, 0, 1));
    queue.enter(ticket("a", model), waits(LONG, 100), new Cancellation());
    ChatException.Final refused =
        assertThrows(
            ChatException.Final.class,
            () ->
                queue.enter(
                    ticket("b", model), waits(Duration.ofMillis(20), 100), new Cancellation()));
    assertEquals(ErrorCode.CONCURRENCY_LIMIT_EXCEEDED, refused.code());
    assertTrue(refused.retryAfter().toNanos() > 0);
    assertEquals(0, queue.size());
  }

  @Test
  void refusesAtOnceWhenTheQueueIsFull() throws Exception {
    Meter model = meter(new RateLimits(0, 0, 1));
    queue.enter(ticket("a", model), waits(LONG, 1), new Cancellation());
    enter("b", 0, model);
    assertThrows(
        ChatException.Final.class,
        () -> queue.enter(ticket("c", model), waits(LONG, 1), new Cancellation()));
    assertEquals(1, queue.size());
  }

  @Test
  void isLookedAtWhenTimeGivesPermitsBackAndNobodyElseDoes() throws Exception {
    Meter model = meter(new RateLimits(6_000, 0, 0));
    for (int i = 0; i < 6_000 && model.enter(0) == null; i++) {
      assertTrue(queue.size() == 0);
    }
    for (int i = 0; i < 5; i++) {
      entered.add(
          threads.submit(
              () -> queue.enter(ticket("a", model), waits(LONG, 9), new Cancellation())));
    }
    threads
        .submit(() -> queue.enter(ticket("b", model), waits(LONG, 9), new Cancellation()))
        .get(10, TimeUnit.SECONDS);
  }

  @Test
  void neverLetsMoreInThanTheLimitAndLosesNone() throws Exception {
    Meter key = meter(new RateLimits(0, 0, 3));
    Meter model = meter(new RateLimits(0, 0, 5));
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Future<?>> all = new ArrayList<>();
    for (int t = 0; t < 16; t++) {
      String account = "account-" + t % 4;
      all.add(
          threads.submit(
              () -> {
                for (int i = 0; i < 200; i++) {
                  queue.enter(ticket(account, key, model), waits(LONG, 100), new Cancellation());
                  most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                  Thread.onSpinWait();
                  inside.decrementAndGet();
                  key.leave(0, 0);
                  model.leave(0, 0);
                  queue.freed();
                }
              }));
    }
    for (Future<?> each : all) {
      each.get(60, TimeUnit.SECONDS);
    }
    assertTrue(most.get() <= 3, most + " were inside");
    assertEquals(3, key.slotsLeft());
    assertEquals(5, model.slotsLeft());
    assertEquals(0, queue.size());
  }

  private void enter(String account, long tokens, Meter... meters) {
    int before = queue.size();
    int ordered = order.size();
    Future<?> entering =
        threads.submit(
            () -> {
              queue.enter(
                  new AdmissionTicket(account, List.of(meters), tokens),
                  waits(LONG, 100),
                  new Cancellation());
              order.add(account);
            });
    while (queue.size() == before && order.size() == ordered) {
      Thread.onSpinWait();
    }
    entered.add(entering);
  }

  private void leave(Meter meter) {
    meter.leave(0, 0);
    queue.freed();
  }

  private void awaitOrder(int entered) {
    while (order.size() < entered) {
      Thread.onSpinWait();
    }
  }

  private void awaitSize(int size) {
    while (queue.size() != size) {
      Thread.onSpinWait();
    }
  }

  private static AdmissionTicket ticket(String account, Meter... meters) {
    return new AdmissionTicket(account, List.of(meters), 0);
  }

  private static Meter meter(RateLimits limits) {
    return new Meter(
        new Subject(Subject.Kind.MODEL, "m"),
        limits,
        (subject, what, limit, refilled) ->
            refilled ? new PermitsPerMinute(limit) : new PermitsAtATime(limit));
  }

  private static AdmissionQueue.Limits waits(Duration wait, int size) {
    return new AdmissionQueue.Limits() {
      @Override
      public Duration wait(Refusal refusal) {
        return wait;
      }

      @Override
      public int size() {
        return size;
      }
    };
  }

  /** Permits that come back only when the test says so. */
  private static final class SteppedPermits implements Permits {
    private final long limit;
    private long left;

    SteppedPermits(long limit) {
      this.limit = limit;
      this.left = limit;
    }

    @Override
    public synchronized boolean take(long count) {
      boolean there = count <= left;
      left -= there ? count : 0;
      return there;
    }

    @Override
    public synchronized void takeAnyway(long count) {
      left -= count;
    }

    @Override
    public synchronized void giveBack(long count) {
      left += count;
    }

    @Override
    public long limit() {
      return limit;
    }

    @Override
    public synchronized long left() {
      return left;
    }

    @Override
    public Duration untilFree(long count) {
      return LONG;
    }

    @Override
    public Duration untilAll() {
      return LONG;
    }
  }
}
