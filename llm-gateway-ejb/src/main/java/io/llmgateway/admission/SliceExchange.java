package io.llmgateway.admission;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Brings shared permits to this node and back, in the background: all that is due in one
 * transaction.
 */
final class SliceExchange {
  private static final Logger LOG = Logger.getLogger(SliceExchange.class.getName());
  private static final long SKEW_MILLIS = 10_000;

  private final Slices slices;
  private final String node;
  private final Clock clock;
  private final Runnable granted;
  private final Map<String, SharedPermits> permits = new ConcurrentHashMap<>();
  private final Map<String, Long> answered = new HashMap<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private volatile Executor executor;
  private long wantedSince;
  private boolean away;

  /**
   * @param node new for each process
   * @param granted is told when permits have come
   */
  SliceExchange(Slices slices, String node, Clock clock, Runnable granted) {
    this.slices = slices;
    this.node = node;
    this.clock = clock;
    this.granted = granted;
  }

  /** From now on it works when it is woken. */
  void start(Executor background) {
    executor = background;
  }

  /**
   * @param make makes the permits when there are none of that name and limit
   */
  SharedPermits permits(String name, Function<Runnable, SharedPermits> make) {
    return permits.computeIfAbsent(name, n -> make.apply(this::wake));
  }

  /** Somebody waits. Never blocks. */
  void wake() {
    Executor background = executor;
    if (background != null && due.compareAndSet(false, true)) {
      background.execute(this::exchange);
    }
  }

  /** Looks what others want, renews, and gives back what is idle; to be called often. */
  synchronized void tend() {
    if (permits.isEmpty()) {
      return;
    }
    try {
      slices
          .wanted(wantedSince)
          .forEach(
              (subject, at) -> {
                wantedSince = Math.max(wantedSince, at - SKEW_MILLIS);
                if (!at.equals(answered.put(subject, at))) {
                  permits.values().stream()
                      .filter(each -> each.name().equals(subject))
                      .forEach(SharedPermits::giveBackSoon);
                }
              });
      exchange();
    } catch (RuntimeException e) {
      failed(e);
    }
  }

  /** One transaction for all that is due. */
  synchronized void exchange() {
    due.set(false);
    Map<String, SharedPermits> ordering = new HashMap<>();
    List<Slices.Order> orders = new ArrayList<>();
    for (SharedPermits each : permits.values()) {
      Slices.Order order = each.order();
      if (order != null) {
        orders.add(order);
        ordering.put(order.subject(), each);
      }
    }
    if (orders.isEmpty()) {
      return;
    }
    try {
      Map<String, Slices.Grant> grants =
          slices.exchange(node, orders, clock.millis()).stream()
              .collect(Collectors.toMap(Slices.Grant::subject, grant -> grant));
      orders.forEach(
          order -> ordering.get(order.subject()).granted(order, grants.get(order.subject())));
      away = false;
      granted.run();
    } catch (RuntimeException e) {
      orders.forEach(order -> ordering.get(order.subject()).failed(order));
      failed(e);
    }
  }

  private void failed(RuntimeException e) {
    LOG.log(
        away ? Level.FINE : Level.WARNING,
        "shared limits can not be reached; what is in hand is still given",
        e);
    away = true;
  }

  /** This node stops: others may have at once what it does not use. */
  void stop() {
    permits.values().forEach(SharedPermits::giveBackSoon);
    exchange();
    executor = null;
  }
}
