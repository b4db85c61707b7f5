package io.llmgateway;

import io.llmgateway.admission.Admitted;
import io.llmgateway.cache.CacheLookup;
import io.llmgateway.cache.CacheWish;
import io.llmgateway.cache.KeptAnswer;
import io.llmgateway.cache.ResponseCache;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.routing.Candidate;
import io.llmgateway.telemetry.GatewayMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.spi.JsonProvider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Where the cache meets the life of a request: a kept answer in place of a call, a new answer on
 * its way into the cache, and an old one as the last resort.
 */
@ApplicationScoped
public class CachedAnswers {
  private static final Set<ErrorCode> NOBODY_ANSWERS =
      EnumSet.of(
          ErrorCode.UPSTREAM_ERROR,
          ErrorCode.UPSTREAM_INVALID_RESPONSE,
          ErrorCode.UPSTREAM_TIMEOUT,
          ErrorCode.NO_CHANNEL_AVAILABLE);
  private static final String EVENTS = "\"events\":[";

  private final ResponseCache cache;
  private final Reception reception;
  private final CacheTill till;
  private final GatewayMetrics metrics;
  private final Clock clock;

  @Inject
  public CachedAnswers(
      ResponseCache cache,
      Reception reception,
      CacheTill till,
      GatewayMetrics metrics,
      Clock clock) {
    this.cache = cache;
    this.reception = reception;
    this.till = till;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** For the container's proxy only. */
  protected CachedAnswers() {
    this(null, null, null, null, null);
  }

  /** Looks for an answer. A hit is given to callers only who may call the model. */
  CacheLookup look(Demand demand, CacheWish wish) {
    CacheLookup lookup =
        cache.look(
            demand.caller().account(),
            demand.operation(),
            demand.model(),
            demand.body(),
            wish,
            demand.operation().equals("embeddings"));
    if (lookup.eligible() && lookup.hit() == null) {
      metrics.cacheUsed("miss");
    }
    return lookup;
  }

  /** What is given out of the cache, once it has been let in and booked. */
  record Given(String document, Admitted admitted, CacheUse use) {}

  /**
   * Books a hit.
   *
   * @throws ChatException when the request is not let in, or can not be paid
   */
  Given hit(Demand demand, CacheLookup lookup, Claim.Part part) {
    KeptAnswer kept = lookup.hit();
    return give(demand, kept, part, CacheUse.State.HIT, kept.document());
  }

  /**
   * An old answer in place of a failure, as a call of its own for the ledger: the one that failed
   * has been settled.
   *
   * @param failure why nobody answers; thrown when there is no such answer
   */
  Given stale(Demand demand, CacheLookup lookup, Claim.Part part, RuntimeException failure) {
    KeptAnswer kept = nobodyAnswers(failure) ? cache.stale(lookup) : null;
    if (kept == null) {
      throw failure;
    }
    try {
      Call call = demand.call();
      Demand own =
          demand.as(
              new Call(
                  Uuid7.next(clock.millis()),
                  call.requestId(),
                  clock.instant(),
                  call.cancellation()));
      return give(own, kept, part, CacheUse.State.STALE, marked(kept));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      throw failure;
    }
  }

  private static boolean nobodyAnswers(RuntimeException failure) {
    return failure instanceof ChatException.Retryable retryable
        ? retryable.outcome() != Outcome.CANCELLED
        : failure instanceof ChatException chat && NOBODY_ANSWERS.contains(chat.code());
  }

  private Given give(
      Demand demand, KeptAnswer kept, Claim.Part part, CacheUse.State state, String document) {
    Duration age = kept.age(clock.instant());
    Admitted admitted = reception.admit(demand, kept.publicModel());
    till.book(demand, admitted, kept, part, document);
    metrics.cacheUsed(state.name().toLowerCase(Locale.ROOT));
    return new Given(document, admitted, new CacheUse(state, age));
  }

  /** The body says that it is stale, too; embeddings have no place for that. */
  private String marked(KeptAnswer kept) {
    String document = kept.document();
    int first = document.indexOf(EVENTS);
    if (first < 0) {
      return document;
    }
    String mark =
        JsonProvider.provider()
            .createArrayBuilder()
            .add("response")
            .add(
                JsonProvider.provider()
                    .createObjectBuilder()
                    .add(
                        "gateway",
                        JsonProvider.provider()
                            .createObjectBuilder()
                            .add("cache", "stale")
                            .add("age", kept.age(clock.instant()).toSeconds())))
            .build()
            .toString();
    int at = first + EVENTS.length();
    boolean empty = document.charAt(at) == ']';
    return document.substring(0, at) + mark + (empty ? "" : ",") + document.substring(at);
  }

  /**
   * @return the same answer, which is kept on its way if it may be
   */
  Answer keeping(Answer answer, CacheLookup lookup, Attempt attempt, int choices) {
    if (lookup.key() == null) {
      return answer;
    }
    return new KeepingAnswer(
        answer,
        new EventScript(cache.largest(), attempt),
        choices,
        use(lookup),
        (document, usage) -> keep(lookup, attempt.candidate(), document, usage));
  }

  /**
   * @return that it was a miss, or null when it could not have been a hit
   */
  CacheUse use(CacheLookup lookup) {
    return lookup.eligible() ? new CacheUse(CacheUse.State.MISS, null) : null;
  }

  int largest() {
    return cache.largest();
  }

  void keep(CacheLookup lookup, Candidate candidate, CharSequence document, Usage usage) {
    if (lookup.key() != null && lookup.kept() && document != null) {
      Instant now = clock.instant();
      cache.keep(
          lookup,
          new KeptAnswer(
              candidate.publicModel(),
              candidate.provider().id(),
              candidate.upstreamModel(),
              candidate.channel(),
              usage,
              document.toString(),
              now));
    }
  }
}
