package io.llmgateway;

import io.llmgateway.catalog.Filing;
import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ModelTraits;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.catalog.Retirement;
import io.llmgateway.catalog.ToolCalling;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Resilience;
import io.llmgateway.routing.RetrySettings;
import io.llmgateway.routing.Route;
import io.llmgateway.routing.health.AttemptReport;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Failover with a clock that only its own pauses move, and everything written down that it does.
 */
final class AttemptFixture {
  /** Without images by address. */
  static final ModelLayer LAYER =
      new ModelLayer(
          (uri, most, cancellation) -> {
            throw new IOException("none here");
          },
          (provider, field) -> true);

  final Cancellation cancellation = new Cancellation();
  final List<String> tried = new CopyOnWriteArrayList<>();
  final List<String> book = new CopyOnWriteArrayList<>();
  final List<String> reported = new CopyOnWriteArrayList<>();
  final List<Duration> pauses = new ArrayList<>();
  final Set<String> closedGates = new HashSet<>();
  final AtomicLong nanos = new AtomicLong();
  boolean unaccountable;
  boolean cancelInPause;
  RetrySettings settings =
      new RetrySettings(3, Duration.ofMillis(100), Duration.ofSeconds(1), Duration.ofSeconds(30));

  Resilience resilience = Resilience.NONE;
  final ExecutorService threads = Executors.newCachedThreadPool();

  final Failover failover =
      new Failover(
          Clock.systemUTC(),
          () -> settings,
          new Gate(),
          new Hedging(threads),
          nanos::get,
          this::pause,
          () -> new Random(7));

  private boolean pause(Duration length, Cancellation call) {
    pauses.add(length);
    if (cancelInPause) {
      call.cancel();
    }
    nanos.addAndGet(length.toNanos());
    return !call.cancelled();
  }

  Attempts attempts(String... channels) {
    return attempts(Arrays.stream(channels).map(c -> candidate(c, null)).toList());
  }

  Attempts attempts(List<Candidate> candidates) {
    return failover.attempts(
        new Route("m", candidates),
        new Call("id", "id", Instant.EPOCH, cancellation),
        true,
        resilience,
        new Book());
  }

  static Candidate candidate(String channel, ModelCard card) {
    return candidate(channel, "p", "k", card);
  }

  static Candidate candidate(String channel, String provider, String key, ModelCard card) {
    return new Candidate(
        "m",
        "u",
        new ProviderCard(provider, "P", "openai", null, null, false, Map.of(), List.of()),
        new Endpoint(channel, URI.create("http://localhost"), key, Timeouts.DEFAULT, Map.of()),
        card);
  }

  static ModelCard window(long tokens) {
    return new ModelCard("u", List.of(), "chat", tokens, 0, Set.of(), null);
  }

  static ModelCard leaving() {
    Retirement retirement = new Retirement(LocalDate.of(2026, 7, 24), "new", "notice");
    ModelTraits traits =
        new ModelTraits(
            Set.of(),
            ToolCalling.UNKNOWN,
            Set.of(),
            Set.of(),
            0,
            0,
            Filing.UNKNOWN,
            retirement,
            false);
    return new ModelCard("u", List.of(), "chat", 0, 0, Set.of(), null, traits);
  }

  /** Fails everywhere but at one channel. */
  AttemptStart<String> answeredBy(String channel) {
    return (candidate, call) -> {
      tried.add(candidate.channel());
      if (!candidate.channel().equals(channel)) {
        throw failure(candidate, Outcome.SERVER, null);
      }
      return channel;
    };
  }

  AttemptStart<String> failing(Outcome outcome, Duration retryAfter) {
    return (candidate, call) -> {
      tried.add(candidate.channel());
      throw failure(candidate, outcome, retryAfter);
    };
  }

  static ChatException.Retryable failure(Candidate candidate, Outcome outcome, Duration wait) {
    ErrorCode code =
        switch (outcome) {
          case RATE -> ErrorCode.RATE_LIMIT_EXCEEDED;
          case TIMEOUT -> ErrorCode.UPSTREAM_TIMEOUT;
          default -> ErrorCode.UPSTREAM_ERROR;
        };
    return new ChatException.Retryable(
        code, outcome, candidate.channel() + " says " + outcome, wait, null);
  }

  private final class Book implements AttemptBook {
    @Override
    public void begins(Attempt attempt) {
      if (unaccountable) {
        throw new ChatException.Final(ErrorCode.OVERLOADED, "no journal");
      }
      book.add("begins " + attempt.candidate().channel());
    }

    @Override
    public void failed(Attempt attempt, Outcome outcome, Duration retryAfter) {
      book.add(outcome + " " + attempt.candidate().channel());
    }

    @Override
    public void lost(Attempt attempt) {
      book.add("lost " + attempt.candidate().channel());
    }
  }

  private final class Gate implements ChannelGate {
    @Override
    public boolean acquire(Candidate candidate) {
      return !closedGates.contains(candidate.channel());
    }

    @Override
    public void report(Candidate candidate, AttemptReport report) {
      reported.add(report.outcome() + " " + candidate.channel());
    }

    @Override
    public Duration untilReady(Candidate candidate) {
      return Duration.ofSeconds(candidate.channel().equals("a") ? 5 : 3);
    }
  }
}
