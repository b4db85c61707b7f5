package io.llmgateway.admission;

import java.time.Duration;

/**
 * Permits of one limit: so many a minute, or so many at a time. Never blocks; safe for use by many
 * threads.
 */
interface Permits {

  /**
   * @param count 1 or more, at most {@link #limit()}
   * @return whether all of them were there; if so they are taken
   */
  boolean take(long count);

  /** Takes permits that were used already, which may leave a debt. */
  void takeAnyway(long count);

  void giveBack(long count);

  long limit();

  /**
   * @return how many are there now, never below 0
   */
  long left();

  /**
   * @return how long until so many may be there, if nobody else takes them
   */
  Duration untilFree(long count);

  /**
   * @return how long until all are there, if nobody takes any
   */
  Duration untilAll();

  /**
   * @return whether more are on their way from the other nodes' share, so that waiting a moment
   *     helps
   */
  default boolean onTheirWay() {
    return false;
  }
}
