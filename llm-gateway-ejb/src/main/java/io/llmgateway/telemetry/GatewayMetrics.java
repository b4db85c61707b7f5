package io.llmgateway.telemetry;

import io.llmgateway.chat.Usage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The gateway's meters. Durations are in seconds, money in units of its currency.
 *
 * <p>Time to first token and request duration carry the names of the OpenTelemetry semantic
 * conventions for generative AI servers
 * (https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/).
 */
@ApplicationScoped
public class GatewayMetrics {
  private static final Duration[] SECONDS =
      durations(5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);
  private static final Duration[] OVERHEAD =
      new Duration[] {
        Duration.ofNanos(100_000),
        Duration.ofNanos(250_000),
        Duration.ofNanos(500_000),
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofSeconds(1)
      };

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Series, Counter> counters = new ConcurrentHashMap<>();
  private final Map<Series, Timer> timers = new ConcurrentHashMap<>();
  private final AtomicInteger activeStreams = new AtomicInteger();
  private final DistributionSummary settlementBatch;

  public GatewayMetrics() {
    Gauge.builder("gateway.active.streams", activeStreams, AtomicInteger::get)
        .description("Streamed answers in flight")
        .register(registry);
    settlementBatch =
        DistributionSummary.builder("gateway.settlement.batch.size")
            .description("Settlements that shared one transaction")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
            .register(registry);
  }

  /**
   * @return all meters as Prometheus text, version 0.0.4
   */
  public String scrape() {
    return registry.scrape();
  }

  /** The registry itself, for the mirror and for gauges of other rooms. */
  public MeterRegistry registry() {
    return registry;
  }

  /**
   * One request has ended, however it did.
   *
   * @param model the public name, of a known model only (unknown names would make endless series)
   * @param outcome {@code ok}, {@code client_gone}, or an error code of the outward contract
   */
  public void requestEnded(String operation, String model, String outcome, Duration duration) {
    counter(
            "gateway.requests",
            "Requests by outcome",
            "operation",
            operation,
            "model",
            model,
            "outcome",
            outcome)
        .increment();
    timer(
            "gen_ai.server.request.duration",
            "From the arrival of a request to its end",
            SECONDS,
            "operation",
            operation,
            "model",
            model)
        .record(duration);
  }

  /** One attempt at a provider has ended. */
  public void attemptEnded(String provider, String channel, String outcome) {
    counter(
            "gateway.attempts",
            "Attempts at providers by outcome",
            "provider",
            provider,
            "channel",
            channel,
            "outcome",
            outcome)
        .increment();
  }

  /**
   * A second candidate was asked beside the first, and one of them has lost.
   *
   * @param won {@code first} or {@code second}
   */
  public void hedged(String model, String won) {
    counter(
            "gateway.hedges",
            "Races between two candidates by who began to answer first",
            "model",
            model,
            "won",
            won)
        .increment();
  }

  /**
   * An answer was cut, and another candidate was to go on with it.
   *
   * @param result {@code continued} or {@code failed}
   */
  public void rescued(String model, String result) {
    counter(
            "gateway.rescues",
            "Cut answers that another candidate was to go on with",
            "model",
            model,
            "result",
            result)
        .increment();
  }

  /**
   * @param percent the threshold that was passed
   */
  public void budgetPassed(int percent) {
    counter(
            "gateway.budget.thresholds",
            "Thresholds of budgets that were passed",
            "percent",
            Integer.toString(percent))
        .increment();
  }

  /**
   * @param state {@code hit}, {@code miss} or {@code stale}
   */
  public void cacheUsed(String state) {
    counter("gateway.cache", "Requests that the cache had a part in", "state", state).increment();
  }

  /** A channel, one of its models or one of its keys has changed its state. */
  public void channelChanged(String channel, String event) {
    counter(
            "gateway.channel.transitions",
            "Changes of state of channels, their models and keys",
            "channel",
            channel,
            "event",
            event)
        .increment();
  }

  public void firstToken(String model, Duration afterArrival) {
    timer(
            "gen_ai.server.time_to_first_token",
            "From the arrival of a request to the first useful event",
            SECONDS,
            "model",
            model)
        .record(afterArrival);
  }

  /**
   * @param spent the request's duration less the time spent waiting for providers
   */
  public void overhead(String operation, Duration spent) {
    timer(
            "gateway.overhead",
            "Time of a request that the gateway itself took, settlement included",
            OVERHEAD,
            "operation",
            operation)
        .record(spent);
  }

  public void tokens(String model, Usage usage) {
    count(model, "input", usage.inputTokens());
    count(model, "output", usage.outputTokens());
    count(model, "cache_read", usage.cacheReadTokens());
    count(model, "cache_write", usage.cacheWriteTokens());
    count(model, "reasoning", usage.reasoningTokens());
  }

  private void count(String model, String kind, long tokens) {
    if (tokens > 0) {
      counter(
              "gateway.tokens",
              "Tokens by kind; cached ones are part of input, reasoning is part of output",
              "model",
              model,
              "kind",
              kind)
          .increment(tokens);
    }
  }

  /** What wallets paid; a figure for dashboards, the ledger has the exact one. */
  public void charged(String model, BigDecimal amount, String currency) {
    if (amount.signum() > 0) {
      counter("gateway.cost", "Charges to wallets", "model", model, "currency", currency)
          .increment(amount.doubleValue());
    }
  }

  public void streamOpened() {
    activeStreams.incrementAndGet();
  }

  public void streamClosed() {
    activeStreams.decrementAndGet();
  }

  public void settlementBatch(int size) {
    settlementBatch.record(size);
  }

  /** Registers a gauge that another room keeps. */
  public void gauge(String name, String description, Supplier<Number> value, String... tags) {
    Gauge.builder(name, value).description(description).tags(tags).register(registry);
  }

  @PreDestroy
  void close() {
    registry.close();
  }

  private Counter counter(String name, String description, String... tags) {
    return counters.computeIfAbsent(
        new Series(name, List.of(tags)),
        series -> Counter.builder(name).description(description).tags(tags).register(registry));
  }

  private Timer timer(String name, String description, Duration[] objectives, String... tags) {
    return timers.computeIfAbsent(
        new Series(name, List.of(tags)),
        series ->
            Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(objectives)
                .register(registry));
  }

  /** A meter that is known already: to find it by a builder costs more than to count with it. */
  private record Series(String name, List<String> tags) {}

  private static Duration[] durations(long... millis) {
    Duration[] durations = new Duration[millis.length];
    for (int i = 0; i < millis.length; i++) {
      durations[i] = Duration.ofMillis(millis[i]);
    }
    return durations;
  }
}
