package io.llmgateway;

import io.llmgateway.chat.Call;
import io.llmgateway.routing.Resilience;
import io.llmgateway.routing.RetrySettings;
import io.llmgateway.routing.Route;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Goes from candidate to candidate until one begins to answer. Nothing has reached the client
 * before that, so that no answer is ever a mixture of two. What all requests share stands here;
 * what belongs to one is {@link Attempts}. Safe for use by many threads.
 */
final class Failover {
  final ChannelGate gate;
  final RetryBudget budget;
  final Clock clock;
  final LongSupplier nanoTime;
  final Pause pause;
  final Supplier<RandomGenerator> random;
  final Hedging hedging;
  private final Supplier<RetrySettings> settings;

  Failover(Clock clock, Supplier<RetrySettings> settings, ChannelGate gate, Hedging hedging) {
    this(
        clock,
        settings,
        gate,
        hedging,
        System::nanoTime,
        Pause::really,
        ThreadLocalRandom::current);
  }

  /**
   * @param nanoTime by which waits and deadlines are measured
   * @param pause how to wait
   * @param random draws the pauses
   */
  Failover(
      Clock clock,
      Supplier<RetrySettings> settings,
      ChannelGate gate,
      Hedging hedging,
      LongSupplier nanoTime,
      Pause pause,
      Supplier<RandomGenerator> random) {
    this.clock = clock;
    this.settings = settings;
    this.gate = gate;
    this.hedging = hedging;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.random = random;
    this.budget = new RetryBudget(nanoTime);
  }

  /**
   * Begins with the attempts of one request; its deadline runs from now on.
   *
   * @param streamed whether the answer is wanted as a stream
   * @param resilience what is done beyond failover
   */
  Attempts attempts(
      Route route, Call call, boolean streamed, Resilience resilience, AttemptBook book) {
    return new Attempts(
        this, settings.get(), route, call.cancellation(), streamed, resilience, book);
  }
}
