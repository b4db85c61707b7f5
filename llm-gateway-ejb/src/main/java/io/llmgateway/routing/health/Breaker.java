package io.llmgateway.routing.health;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The breaker of one upstream model on one channel, and the slope by which traffic comes back after
 * it has closed.
 */
final class Breaker {
  private static final Exception FAILURE = new Failure();

  /** Traffic that comes back begins with this share. */
  private static final double FIRST_SHARE = 0.1;

  /** An attempt's clock may have been started a moment before its permit was taken. */
  private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final BreakerSettings settings;
  private final CircuitBreaker circuit;
  private final Ticker ticker;

  /** When the last trial of a half-open circuit may have begun; by the ticker. */
  private final AtomicLong trialSince = new AtomicLong();

  /** When the state began that the circuit is in; by the ticker. */
  private volatile long since;

  private volatile boolean recovering;

  private static final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    Failure() {
      super("the provider failed", null, false, false);
    }
  }

  /**
   * @param changed told each new state, on the thread of the call that caused it
   */
  Breaker(String name, BreakerSettings settings, Ticker ticker, Consumer<State> changed) {
    this.settings = settings;
    this.ticker = ticker;
    this.circuit = CircuitBreaker.of(name, config(settings, ticker.clock()));
    this.since = ticker.nanos();
    circuit
        .getEventPublisher()
        .onStateTransition(
            event -> {
              State to = event.getStateTransition().getToState();
              since = ticker.nanos();
              trialSince.set(since);
              recovering =
                  to == State.CLOSED
                      && event.getStateTransition().getFromState() == State.HALF_OPEN;
              changed.accept(to);
            });
  }

  private static CircuitBreakerConfig config(BreakerSettings settings, Clock clock) {
    BreakerSettings.Window window = settings.window();
    return CircuitBreakerConfig.custom()
        .clock(clock)
        .slidingWindow(
            window.byCalls() ? window.calls() : (int) window.time().toSeconds(),
            settings.minCalls(),
            window.byCalls() ? SlidingWindowType.COUNT_BASED : SlidingWindowType.TIME_BASED)
        .failureRateThreshold((float) (settings.errorRate() * 100))
        .slowCallRateThreshold((float) (settings.slowRate() * 100))
        .slowCallDurationThreshold(settings.slowAfter())
        .waitDurationInOpenState(settings.openFor())
        .permittedNumberOfCallsInHalfOpenState(settings.halfOpenCalls())
        .writableStackTraceEnabled(false)
        .build();
  }

  BreakerSettings settings() {
    return settings;
  }

  State state() {
    return circuit.getState();
  }

  /**
   * @return whether a call would be let through, or is worth trying to
   */
  boolean mayPass(long now) {
    State state = circuit.getState();
    return state != State.OPEN || nanosToHalfOpen(now) <= 0;
  }

  /**
   * @return the nanoseconds until an open breaker lets calls through; 0 when it does
   */
  long nanosToHalfOpen(long now) {
    return circuit.getState() == State.OPEN
        ? Math.max(0, since + settings.openFor().toNanos() - now)
        : 0;
  }

  /**
   * @return the share of traffic that is welcome: less than 1 for a while after a recovery
   */
  double share(long now) {
    if (!recovering) {
      return 1;
    }
    long ramp = settings.ramp().toNanos();
    long passed = now - since;
    if (passed >= ramp) {
      recovering = false;
      return 1;
    }
    return FIRST_SHARE + (1 - FIRST_SHARE) * passed / ramp;
  }

  /** Takes a permit, which {@link #succeeded}, {@link #failed} or {@link #ignored} gives back. */
  boolean enter() {
    return circuit.tryAcquirePermission() || anotherTrial();
  }

  /** Calls that decide may take minutes to end; meanwhile there is one more in each period. */
  private boolean anotherTrial() {
    long began = trialSince.get();
    long now = ticker.nanos();
    if (circuit.getState() != State.HALF_OPEN
        || now - began < settings.openFor().toNanos()
        || !trialSince.compareAndSet(began, now)) {
      return false;
    }
    circuit.releasePermission();
    return circuit.tryAcquirePermission();
  }

  void succeeded(long started, long responseNanos) {
    if (counts(started)) {
      circuit.onSuccess(responseNanos, TimeUnit.NANOSECONDS);
    }
  }

  void failed(long started, long responseNanos) {
    if (counts(started)) {
      circuit.onError(responseNanos, TimeUnit.NANOSECONDS, FAILURE);
    }
  }

  void ignored(long started) {
    if (counts(started)) {
      circuit.releasePermission();
    }
  }

  /** Calls from before the breaker opened say nothing about whether the provider has recovered. */
  private boolean counts(long started) {
    return circuit.getState() == State.CLOSED || started + TOLERANCE_NANOS - since >= 0;
  }

  /**
   * @return the share of failures in the window, from 0 to 1; -1 while there are too few calls
   */
  double errorRate() {
    return circuit.getMetrics().getFailureRate() / 100;
  }

  /**
   * @return the share of slow calls in the window, from 0 to 1; -1 while there are too few calls
   */
  double slowRate() {
    return circuit.getMetrics().getSlowCallRate() / 100;
  }

  /**
   * @return the outcomes in the window
   */
  int calls() {
    return circuit.getMetrics().getNumberOfBufferedCalls();
  }

  /**
   * @return the failures in the window
   */
  int failures() {
    return circuit.getMetrics().getNumberOfFailedCalls();
  }
}
