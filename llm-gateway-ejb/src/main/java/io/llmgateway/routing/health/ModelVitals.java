package io.llmgateway.routing.health;

import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** How one upstream model does on one channel. */
final class ModelVitals {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  private final String name;
  private final Ticker ticker;
  private final Consumer<State> changed;
  private final AtomicInteger inFlight = new AtomicInteger();
  private final MovingAverage firstTokenMillis = new MovingAverage();
  private final MovingAverage tokensPerSecond = new MovingAverage();
  private final Rest rest = new Rest();
  private volatile Breaker breaker;

  ModelVitals(String name, BreakerSettings settings, Ticker ticker, Consumer<State> changed) {
    this.name = name;
    this.ticker = ticker;
    this.changed = changed;
    this.breaker = new Breaker(name, settings, ticker, changed);
  }

  /** Begins anew where the settings differ; calls in flight stay counted. */
  void apply(BreakerSettings settings) {
    if (!breaker.settings().equals(settings)) {
      breaker = new Breaker(name, settings, ticker, changed);
    }
  }

  /** Forgets what was learnt of a provider that is another now. */
  void reset(BreakerSettings settings) {
    breaker = new Breaker(name, settings, ticker, changed);
    rest.clear();
  }

  Breaker breaker() {
    return breaker;
  }

  Rest rest() {
    return rest;
  }

  MovingAverage firstTokenMillis() {
    return firstTokenMillis;
  }

  MovingAverage tokensPerSecond() {
    return tokensPerSecond;
  }

  int inFlight() {
    return inFlight.get();
  }

  void began() {
    inFlight.incrementAndGet();
  }

  void ended() {
    inFlight.decrementAndGet();
  }

  /** An answer that has come to its end. */
  void measured(AttemptReport report, long now) {
    long first = report.firstTokenNanos();
    if (first < 0) {
      return;
    }
    firstTokenMillis.add(first / NANOS_PER_MILLI, now);
    long writing = report.totalNanos() - first;
    if (report.outputTokens() > 0 && writing > 0) {
      tokensPerSecond.add(report.outputTokens() * NANOS_PER_SECOND / writing, now);
    }
  }

  /** An attempt that ended without a first token, after it had been waited for. */
  void waited(long nanos, long now) {
    firstTokenMillis.addAtLeast(nanos / NANOS_PER_MILLI, now);
  }

  ChannelStatus.Model status(String model, long now) {
    Breaker current = breaker;
    return new ChannelStatus.Model(
        model,
        current.state() == State.OPEN
            ? "open"
            : current.state() == State.HALF_OPEN ? "half_open" : "closed",
        Duration.ofNanos(current.nanosToHalfOpen(now)),
        current.share(now),
        current.calls(),
        share(current.errorRate()),
        share(current.slowRate()),
        inFlight.get(),
        firstTokenMillis.value(),
        tokensPerSecond.value(),
        ChannelStatus.Resting.of(rest.current(now), now));
  }

  private static OptionalDouble share(double rate) {
    return rate < 0 ? OptionalDouble.empty() : OptionalDouble.of(rate);
  }
}
