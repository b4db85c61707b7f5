package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.chat.Usage;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.provider.Providers;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.health.AttemptReport;
import io.llmgateway.routing.health.ChannelHealth;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.time.Duration;

/**
 * Asks a candidate as little as possible, to see whether it answers. It is a real call: the
 * provider's cost is booked, and nobody is charged.
 */
@ApplicationScoped
public class Probes {
  /** What answers a probe later than this is not well. */
  private static final Duration LONGEST = Duration.ofSeconds(30);

  private ChannelHealth health;
  private Providers providers;
  private ProbeBooks books;
  private Clock clock;
  private volatile ProbeSettings settings = ProbeSettings.DEFAULT;

  /** For the container's proxy. */
  Probes() {}

  @Inject
  Probes(ChannelHealth health, Providers providers, ProbeBooks books, Clock clock) {
    this.health = health;
    this.providers = providers;
    this.books = books;
    this.clock = clock;
  }

  void apply(ProbeSettings next) {
    settings = next;
  }

  ProbeSettings settings() {
    return settings;
  }

  /**
   * What a probe found.
   *
   * @param callId under which the usage record stands
   * @param firstToken null when there was none
   * @param message what went wrong, for the operator; null when nothing did
   */
  public record Result(
      String callId,
      Candidate candidate,
      Outcome outcome,
      Duration firstToken,
      Duration duration,
      Usage usage,
      String message) {}

  /**
   * Calls the candidate, whatever its state, and waits for the answer. What is found counts for its
   * health when the state lets calls through.
   */
  Result probe(Candidate candidate) {
    boolean counts = health.acquire(candidate);
    String callId = Uuid7.next(clock.instant().toEpochMilli());
    Attempt attempt = new Attempt(1, brief(candidate), clock.instant(), System.nanoTime());
    Result result = null;
    Duration retryAfter = null;
    try (ProbeBooks.Entry entry = books.open(callId, attempt)) {
      try {
        result = call(callId, attempt);
      } catch (ChatException e) {
        retryAfter = Failures.retryAfter(e);
        result = failed(callId, attempt, Failures.outcome(e), e.getMessage());
      } catch (RuntimeException e) {
        ChatException unexpected = Failures.unexpected(e);
        result = failed(callId, attempt, Outcome.INVALID, unexpected.getMessage());
      }
      entry.result(result);
    } finally {
      if (counts) {
        health.report(candidate, report(result, retryAfter));
      }
    }
    return result;
  }

  private static AttemptReport report(Result result, Duration retryAfter) {
    if (result == null) {
      return new AttemptReport(Outcome.CANCELLED, -1, 0, null);
    }
    long first = result.firstToken() == null ? -1 : result.firstToken().toNanos();
    return new AttemptReport(result.outcome(), first, result.duration().toNanos(), retryAfter);
  }

  private static Result failed(String callId, Attempt attempt, Outcome outcome, String message) {
    return new Result(
        callId, attempt.candidate(), outcome, null, attempt.elapsed(), Usage.NONE, message);
  }

  private Result call(String callId, Attempt attempt) {
    Candidate candidate = attempt.candidate();
    boolean embeds = candidate.card() != null && candidate.card().type().equals("embedding");
    return embeds ? embed(callId, attempt) : chat(callId, attempt);
  }

  private Result chat(String callId, Attempt attempt) {
    Candidate candidate = attempt.candidate();
    ChatRequest request =
        new ChatRequest(
            candidate.upstreamModel(), body(candidate), true, true, 1, settings.maxTokens(), 0);
    Usage usage = null;
    Duration firstToken = null;
    try (ChatStream stream =
        providers
            .chat(candidate.provider(), candidate.endpoint())
            .chat(request, new Cancellation())) {
      for (ChatEvent event = stream.next(); event != null; event = stream.next()) {
        if (event instanceof ChatEvent.UsageReported reported) {
          usage = reported.usage();
        } else if (firstToken == null && event.useful()) {
          firstToken = attempt.elapsed();
        }
      }
    }
    return new Result(callId, candidate, Outcome.OK, firstToken, attempt.elapsed(), usage, null);
  }

  private JsonObject body(Candidate candidate) {
    return Json.createObjectBuilder()
        .add("model", candidate.publicModel())
        .add(
            "messages",
            Json.createArrayBuilder()
                .add(
                    Json.createObjectBuilder()
                        .add("role", "user")
                        .add("content", settings.prompt())))
        .add("max_tokens", settings.maxTokens())
        .build();
  }

  private Result embed(String callId, Attempt attempt) {
    Candidate candidate = attempt.candidate();
    JsonObject body =
        Json.createObjectBuilder()
            .add("model", candidate.publicModel())
            .add("input", settings.prompt())
            .build();
    EmbeddingAnswer answer =
        providers
            .embeddings(candidate.provider(), candidate.endpoint())
            .embed(new EmbeddingRequest(candidate.upstreamModel(), body, 0), new Cancellation());
    return new Result(callId, candidate, Outcome.OK, null, attempt.elapsed(), answer.usage(), null);
  }

  private static Candidate brief(Candidate candidate) {
    Endpoint endpoint = candidate.endpoint();
    Timeouts timeouts = endpoint.timeouts();
    return candidate.at(
        new Endpoint(
            endpoint.channel(),
            endpoint.baseUrl(),
            endpoint.apiKey(),
            new Timeouts(
                least(timeouts.connect()),
                least(timeouts.firstToken()),
                least(timeouts.idle()),
                least(timeouts.total())),
            endpoint.options()));
  }

  private static Duration least(Duration timeout) {
    return timeout.compareTo(LONGEST) < 0 ? timeout : LONGEST;
  }
}
