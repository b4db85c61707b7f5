package io.llmgateway.admission;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Permits of a limit that counts over all nodes: what this node has in its hand is given without
 * asking anybody, and more is fetched before it is used up. When it is, a request waits for the
 * {@link SliceExchange}; the sum of what all nodes give out never passes the limit.
 */
final class SharedPermits implements Permits {
  private static final long MINUTE = Duration.ofMinutes(1).toNanos();
  private static final long IDLE = Duration.ofMinutes(1).toNanos();
  private static final long RENEW = Duration.ofSeconds(20).toNanos();
  private static final long A_MOMENT = Duration.ofSeconds(1).toNanos();
  private static final int SLICES = 20;

  private final String name;
  private final long limit;
  private final boolean refilled;
  private final LongSupplier nanos;
  private final Runnable wake;
  private long inHand;
  private long out;
  private long debt;
  private long needed;
  private long leftElsewhere;
  private long lastUse;
  private long lastExchange;
  private long exhaustedUntil;
  private boolean exhausted;
  private boolean known;
  private boolean giveBack;

  /**
   * @param name of subject and kind; with the limit it is the bucket that all nodes share
   * @param wake tells the exchange that somebody waits
   */
  SharedPermits(String name, long limit, boolean refilled, LongSupplier nanos, Runnable wake) {
    this.name = name + ":" + limit;
    this.limit = limit;
    this.refilled = refilled;
    this.nanos = nanos;
    this.wake = wake;
    this.lastUse = nanos.getAsLong();
    this.lastExchange = lastUse;
    this.leftElsewhere = limit;
  }

  String name() {
    return name;
  }

  private long slice() {
    return Math.max(1, limit / SLICES);
  }

  @Override
  public boolean take(long count) {
    boolean low;
    boolean taken;
    synchronized (this) {
      long now = nanos.getAsLong();
      lastUse = now;
      taken = debt == 0 && inHand >= count;
      if (taken) {
        inHand -= count;
        out += refilled ? 0 : count;
      } else {
        needed = Math.max(needed, count);
      }
      low = inHand < (slice() + 1) / 2 && !(exhausted && now - exhaustedUntil < 0);
    }
    if (low) {
      wake.run();
    }
    return taken;
  }

  @Override
  public synchronized void takeAnyway(long count) {
    long fromHand = Math.min(inHand, count);
    inHand -= fromHand;
    debt += count - fromHand;
    out += refilled ? 0 : count;
  }

  @Override
  public synchronized void giveBack(long count) {
    if (!refilled) {
      out -= count;
      inHand += count;
      exhausted = false;
      return;
    }
    long paid = Math.min(debt, count);
    debt -= paid;
    inHand += count - paid;
  }

  @Override
  public long limit() {
    return limit;
  }

  @Override
  public synchronized long left() {
    return Math.max(0, Math.min(limit, inHand + leftElsewhere - debt));
  }

  @Override
  public synchronized Duration untilFree(long count) {
    if (!refilled) {
      return Duration.ofNanos(A_MOMENT);
    }
    long missing = Math.max(0, count + debt - inHand - Math.max(0, leftElsewhere));
    return Duration.ofNanos(Math.max(missing * (MINUTE / limit), MINUTE / 1_200));
  }

  @Override
  public Duration untilAll() {
    return Duration.ofNanos((limit - left()) * (MINUTE / limit));
  }

  @Override
  public synchronized boolean onTheirWay() {
    return !(exhausted && nanos.getAsLong() - exhaustedUntil < 0);
  }

  /** Others need what is not used here. */
  synchronized void giveBackSoon() {
    giveBack = inHand > 0;
  }

  /**
   * @return what to tell the exchange now, or null when there is nothing to tell
   */
  synchronized Slices.Order order() {
    long now = nanos.getAsLong();
    boolean wants = needed > inHand || used(now) && inHand < (slice() + 1) / 2;
    boolean mayAsk = !(exhausted && now - exhaustedUntil < 0);
    boolean idle = inHand > 0 && now - lastUse > IDLE;
    boolean renew = inHand + out > 0 && now - lastExchange > RENEW;
    if (!(wants && mayAsk || giveBack || idle || renew || debt > 0)) {
      return null;
    }
    long back = giveBack || idle ? Math.max(0, inHand - needed) : 0;
    inHand -= back;
    long owed = debt;
    long wanted = wants && mayAsk ? Math.max(0, needed - inHand) + (giveBack ? 0 : slice()) : 0;
    giveBack = false;
    lastExchange = now;
    return new Slices.Order(
        name, limit, refilled, inHand + out, back, owed, wanted, Math.max(0, needed - inHand));
  }

  private boolean used(long now) {
    return known && now - lastUse < IDLE;
  }

  /** Takes what the order has brought. */
  synchronized void granted(Slices.Order order, Slices.Grant grant) {
    known = true;
    debt -= Math.min(debt, order.debt());
    inHand += grant.granted();
    leftElsewhere = grant.left() + (refilled ? grant.others() : 0);
    if (order.wants() > 0) {
      long missing = Math.max(1, order.needs()) - grant.granted() - Math.min(0, grant.left());
      exhausted = missing > 0 && grant.others() == 0;
      if (exhausted) {
        long wait = refilled ? missing * (MINUTE / limit) : A_MOMENT / 4;
        exhaustedUntil = nanos.getAsLong() + Math.max(wait, A_MOMENT / 20);
      }
    }
    needed = 0;
  }

  /** The exchange has failed: what was to be given back stays here. */
  synchronized void failed(Slices.Order order) {
    inHand += order.back();
  }
}
