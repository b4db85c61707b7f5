package io.llmgateway.routing.health;

import java.time.Duration;

/**
 * When a breaker opens, and how it closes again.
 *
 * @param window the outcomes that count: the last so many, or those of the last so many seconds
 * @param minCalls fewer outcomes than this in the window open nothing; from 1 to 10,000
 * @param errorRate opens at this share of failures, more than 0, at most 1
 * @param slowRate opens at this share of slow calls, more than 0, at most 1
 * @param slowAfter a call is slow whose first token took longer
 * @param openFor how long nothing is sent after the breaker has opened
 * @param halfOpenCalls how many calls are let through then, to decide; from 1 to 100
 * @param ramp for how long after closing the share of traffic grows to the whole; zero for at once
 */
public record BreakerSettings(
    Window window,
    int minCalls,
    double errorRate,
    double slowRate,
    Duration slowAfter,
    Duration openFor,
    int halfOpenCalls,
    Duration ramp) {
  public static final BreakerSettings DEFAULT =
      new BreakerSettings(
          new Window(0, Duration.ofSeconds(60)),
          10,
          0.5,
          0.8,
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          3,
          Duration.ofSeconds(30));

  /**
   * @param calls so many outcomes, or 0 when it is by time
   * @param time in whole seconds, or null when it is by number
   */
  public record Window(int calls, Duration time) {
    boolean byCalls() {
      return calls > 0;
    }
  }
}
