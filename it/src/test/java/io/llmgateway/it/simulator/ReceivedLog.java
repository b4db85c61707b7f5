package io.llmgateway.it.simulator;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Predicate;

/** The requests that arrived, in order; the latest 20,000. Safe for use by many threads. */
public final class ReceivedLog {
  private static final int KEPT = 20_000;

  private final ArrayDeque<Exchange> exchanges = new ArrayDeque<>();

  synchronized void add(Exchange exchange) {
    if (exchanges.size() == KEPT) {
      exchanges.removeFirst();
    }
    exchanges.add(exchange);
    notifyAll();
  }

  public synchronized List<Exchange> matching(Predicate<Exchange> wanted) {
    return exchanges.stream().filter(wanted).toList();
  }

  public List<Exchange> forModel(String model) {
    return matching(e -> model.equals(e.model()));
  }

  /**
   * @return the latest request for the model
   * @throws AssertionError when there was none
   */
  public Exchange lastFor(String model) {
    List<Exchange> found = forModel(model);
    if (found.isEmpty()) {
      throw new AssertionError("the simulator has received no request for " + model);
    }
    return found.get(found.size() - 1);
  }

  /**
   * Waits for the first request that fits.
   *
   * @throws AssertionError when none came within the time
   */
  public synchronized Exchange await(Predicate<Exchange> wanted, Duration atMost) {
    long until = System.nanoTime() + atMost.toNanos();
    while (true) {
      List<Exchange> found = matching(wanted);
      if (!found.isEmpty()) {
        return found.get(0);
      }
      long millis = (until - System.nanoTime()) / 1_000_000;
      if (millis <= 0) {
        throw new AssertionError("no such request has arrived within " + atMost);
      }
      try {
        wait(millis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  public Exchange awaitModel(String model, Duration atMost) {
    return await(e -> model.equals(e.model()), atMost);
  }

  public synchronized void clear() {
    exchanges.clear();
  }
}
