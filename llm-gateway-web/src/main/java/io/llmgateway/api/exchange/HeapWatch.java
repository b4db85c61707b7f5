package io.llmgateway.api.exchange;

import io.llmgateway.HttpConfiguration;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Comparator;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.logging.Logger;

/**
 * Whether the heap is so full of what is alive that new requests had better come later. What counts
 * is what was left after the last collection; looked at twice a second, by whoever asks then.
 */
@ApplicationScoped
public class HeapWatch {
  private static final Logger LOG = Logger.getLogger(HeapWatch.class.getName());
  private static final long BETWEEN_LOOKS = 500_000_000L;
  private static final long BETWEEN_COLLECTIONS = 30_000_000_000L;
  private static final int ALL = 100;

  private final IntSupplier mostPercent;
  private final Gauge gauge;
  private final Runnable collect;
  private final LongSupplier nanos;
  private volatile long nextLook;
  private volatile boolean full;
  private long nextCollection;

  /** How full the heap is. */
  interface Gauge {
    /**
     * @return percent of the heap's largest size, after the last collection
     */
    int afterCollection();

    /**
     * @return percent now, garbage included
     */
    int now();
  }

  @Inject
  public HeapWatch(HttpConfiguration configuration) {
    this(() -> configuration.current().maxHeap(), largestPool(), System::gc, System::nanoTime);
  }

  /** For the container's proxy only. */
  protected HeapWatch() {
    this(() -> ALL, null, null, System::nanoTime);
  }

  HeapWatch(IntSupplier mostPercent, Gauge gauge, Runnable collect, LongSupplier nanos) {
    this.mostPercent = mostPercent;
    this.gauge = gauge;
    this.collect = collect;
    this.nanos = nanos;
    this.nextLook = nanos.getAsLong();
  }

  /**
   * @return whether new requests are to be refused
   */
  public boolean full() {
    long now = nanos.getAsLong();
    if (now - nextLook >= 0) {
      look(now);
    }
    return full;
  }

  /**
   * A collector says what is alive only after it has run: while nobody is let in, little is
   * allocated, and it might not run for long.
   */
  private synchronized void look(long now) {
    if (now - nextLook < 0) {
      return;
    }
    nextLook = now + BETWEEN_LOOKS;
    int most = mostPercent.getAsInt();
    boolean before = full;
    full = most < ALL && gauge.afterCollection() > most && gauge.now() > most;
    if (full && !before) {
      nextCollection = now + BETWEEN_COLLECTIONS;
      LOG.warning("the heap is nearly full, new requests are refused for now");
    } else if (full && now - nextCollection >= 0) {
      nextCollection = now + BETWEEN_COLLECTIONS;
      collect.run();
    } else if (before && !full) {
      LOG.info("the heap has room again");
    }
  }

  private static Gauge largestPool() {
    MemoryPoolMXBean pool =
        ManagementFactory.getMemoryPoolMXBeans().stream()
            .filter(p -> p.getType() == MemoryType.HEAP && p.isCollectionUsageThresholdSupported())
            .max(Comparator.comparingLong(p -> p.getUsage().getMax()))
            .orElse(null);
    return new Gauge() {
      @Override
      public int afterCollection() {
        return pool == null ? 0 : percent(pool.getCollectionUsage());
      }

      @Override
      public int now() {
        return pool == null ? 0 : percent(pool.getUsage());
      }
    };
  }

  private static int percent(MemoryUsage usage) {
    long most = usage == null ? 0 : usage.getMax();
    return most <= 0 ? 0 : (int) (usage.getUsed() * ALL / most);
  }
}
