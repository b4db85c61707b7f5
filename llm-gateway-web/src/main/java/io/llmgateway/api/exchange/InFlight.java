package io.llmgateway.api.exchange;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The requests in flight: how many there may be, and how they come to an end when the gateway
 * stops.
 */
@ApplicationScoped
public class InFlight {
  private static final Duration OVERLOAD_WAIT = Duration.ofSeconds(1);
  private static final Duration STOPPING_WAIT = Duration.ofSeconds(5);
  private static final Duration AFTER_CANCEL = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 20;

  private final Set<Cancellation> cancellations = ConcurrentHashMap.newKeySet();
  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean stopping;

  /** A place among the requests in flight. */
  public interface Place extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * @param limit how many there may be
   * @return the place, to be given back when the request has ended
   * @throws ChatException.Final {@link ErrorCode#OVERLOADED} when there is none
   */
  public Place enter(Cancellation cancellation, int limit) {
    if (stopping) {
      throw stopping();
    }
    if (count.incrementAndGet() > limit) {
      count.decrementAndGet();
      throw overloaded("Too many requests are in flight, try again.");
    }
    cancellations.add(cancellation);
    return () -> {
      if (cancellations.remove(cancellation)) {
        count.decrementAndGet();
      }
    };
  }

  static ChatException overloaded(String message) {
    return new ChatException.Final(ErrorCode.OVERLOADED, message, null, OVERLOAD_WAIT);
  }

  static ChatException stopping() {
    return new ChatException.Final(
        ErrorCode.OVERLOADED, "The gateway is stopping.", null, STOPPING_WAIT);
  }

  /**
   * Lets nobody in any more, waits for the requests in flight, and cancels those that are left;
   * their settlements are waited for.
   */
  public void stop(Duration grace) throws InterruptedException {
    stopping = true;
    if (!awaitNone(grace)) {
      cancellations.forEach(Cancellation::cancel);
      awaitNone(AFTER_CANCEL);
    }
  }

  private boolean awaitNone(Duration limit) throws InterruptedException {
    long end = System.nanoTime() + limit.toNanos();
    while (count.get() > 0) {
      if (System.nanoTime() >= end) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }
}
