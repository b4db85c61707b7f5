package io.llmgateway.routing.health;

import io.llmgateway.chat.Outcome;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether a key, a model or a channel rests, and until when. A rest sends calls elsewhere. Where
 * there is no elsewhere, calls may try nevertheless: any of them during a brief rest, one at a time
 * during a strict one, which the provider has asked for or which somebody has to end.
 */
final class Rest {
  /** A trial whose end was never reported blocks the next for no longer than this. */
  private static final long TRIAL_NANOS = Duration.ofMinutes(1).toNanos();

  private static final int MOST_DOUBLINGS = 16;

  private final AtomicReference<Period> period = new AtomicReference<>();

  /**
   * @param from and {@code until} in nanoseconds of the node's ticker
   * @param streak how many failures in a row led here, from 1
   * @param strict whether one call at a time may try
   * @param tried whether one does
   * @param trialAt when it began; meaningless unless {@code tried}
   */
  record Period(
      long from,
      long until,
      int streak,
      Outcome reason,
      boolean strict,
      boolean tried,
      long trialAt) {
    boolean over(long now) {
      return until - now <= 0;
    }

    Period withTrial(boolean trial, long at) {
      return new Period(from, until, streak, reason, strict, trial, at);
    }
  }

  boolean resting(long now) {
    Period current = period.get();
    return current != null && !current.over(now);
  }

  /**
   * @return the rest that lasts, or null
   */
  Period current(long now) {
    Period current = period.get();
    return current == null || current.over(now) ? null : current;
  }

  /**
   * @return whether a call may go there, and then it counts as the one that tries
   */
  boolean enter(long now) {
    while (true) {
      Period current = period.get();
      if (current == null || current.over(now) || !current.strict()) {
        return true;
      }
      if (current.tried() && now - current.trialAt() < TRIAL_NANOS) {
        return false;
      }
      if (period.compareAndSet(current, current.withTrial(true, now))) {
        return true;
      }
    }
  }

  /** A call that may have been the trial has ended. */
  void leave() {
    Period current = period.get();
    if (current != null && current.tried()) {
      period.getAndUpdate(p -> p == null ? null : p.withTrial(false, 0));
    }
  }

  /**
   * A call that began at {@code started} has succeeded: whatever it was is over, unless the rest
   * was ordered after that call had begun.
   *
   * @return whether that ended a rest that still lasted
   */
  boolean wake(long started, long now) {
    Period before = period.getAndUpdate(p -> p == null || p.from() - started > 0 ? p : null);
    return before != null && before.from() - started <= 0 && !before.over(now);
  }

  /** Ends the rest, whatever it was for. */
  void clear() {
    period.set(null);
  }

  /**
   * Rests from now on; a rest that lasts longer stays. Failures of calls that began before the rest
   * did are of the same cause, and do not make it longer.
   *
   * @param told the provider's own word on how long, or null
   * @param lasting whether it is long from the start, or short and doubled each time
   * @return whether nothing rested before
   */
  boolean begin(
      Outcome reason,
      Duration told,
      boolean lasting,
      CooldownSettings settings,
      long started,
      long now) {
    boolean strict = lasting || told != null && told.compareTo(settings.brief()) > 0;
    Period before =
        period.getAndUpdate(
            p -> {
              boolean same = p != null && p.from() - started > 0;
              int streak = p == null ? 1 : same ? p.streak() : p.streak() + 1;
              long until = now + length(told, lasting, settings, streak).toNanos();
              if (p != null && p.until() - until > 0) {
                until = p.until();
              }
              return new Period(now, until, streak, reason, strict, false, 0);
            });
    return before == null || before.over(now);
  }

  private static Duration length(
      Duration told, boolean lasting, CooldownSettings settings, int streak) {
    if (told != null && !told.isNegative()) {
      return told.compareTo(CooldownSettings.MOST) > 0 ? CooldownSettings.MOST : told;
    }
    if (lasting) {
      return settings.lasting();
    }
    Duration grown = settings.brief().multipliedBy(1L << Math.min(streak - 1, MOST_DOUBLINGS));
    Duration most =
        settings.brief().compareTo(CooldownSettings.MOST_BRIEF) > 0
            ? settings.brief()
            : CooldownSettings.MOST_BRIEF;
    return grown.compareTo(most) > 0 ? most : grown;
  }
}
