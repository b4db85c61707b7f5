package io.llmgateway;

import io.llmgateway.admission.Caller;
import io.llmgateway.cache.CacheLookup;
import io.llmgateway.cache.CacheWish;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.ledger.EndState;
import io.llmgateway.ledger.UsageSource;
import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.provider.Providers;
import io.llmgateway.routing.Resilience;
import io.llmgateway.routing.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The life of an embeddings request: as a chat request's, but answered in one piece. */
@ApplicationScoped
public class EmbeddingGateway {
  private final Reception reception;
  private final Failover failover;
  private final Providers providers;
  private final CachedAnswers cached;
  private final Router router;
  private final ContentFilters filters;

  @Inject
  public EmbeddingGateway(
      Reception reception,
      Failover failover,
      Providers providers,
      CachedAnswers cached,
      Router router,
      ContentFilters filters) {
    this.reception = reception;
    this.failover = failover;
    this.providers = providers;
    this.cached = cached;
    this.router = router;
    this.filters = filters;
  }

  /** For the container's proxy only. */
  protected EmbeddingGateway() {
    this(null, null, null, null, null, null);
  }

  /**
   * Embeds, settles, and returns after the settlement has been committed.
   *
   * @param part where the answer is kept; when it is there already, nothing is called and nothing
   *     charged
   * @throws ChatException as {@link ChatGateway#chat}
   */
  public EmbeddingResult embed(
      Caller caller, EmbeddingRequest request, Call call, Claim.Part part, CacheWish wish) {
    String stored = part.stored();
    if (stored == null) {
      return paid(caller, request, call, part, wish);
    }
    reception.again(caller, call);
    return StoredEmbeddings.read(stored);
  }

  private EmbeddingResult paid(
      Caller caller, EmbeddingRequest request, Call call, Claim.Part part, CacheWish wish) {
    Demand demand = Demand.of(caller, request, call);
    RequestTimer timer = reception.timer(demand);
    try {
      CacheLookup lookup = cached.look(demand, wish);
      EmbeddingResult result =
          lookup.hit() == null
              ? called(demand, request, timer, part, lookup)
              : replay(cached.hit(demand, lookup, part));
      timer.ended("ok");
      return result;
    } catch (RuntimeException e) {
      timer.ended(e);
      throw e;
    }
  }

  private EmbeddingResult called(
      Demand demand,
      EmbeddingRequest request,
      RequestTimer timer,
      Claim.Part part,
      CacheLookup lookup) {
    try {
      Bill bill = reception.open(demand);
      return answer(request, bill, timer, part, lookup);
    } catch (ChatException e) {
      return replay(cached.stale(demand, lookup, part, e));
    }
  }

  private static EmbeddingResult replay(CachedAnswers.Given given) {
    return StoredEmbeddings.read(given.document())
        .with(0, given.admitted().rateLimits(), given.use());
  }

  private EmbeddingResult answer(
      EmbeddingRequest request,
      Bill bill,
      RequestTimer timer,
      Claim.Part part,
      CacheLookup lookup) {
    long before = System.nanoTime();
    Attempts.Begun<EmbeddingAnswer> begun;
    try {
      Resilience resilience = router.resilience(bill.route().candidates().get(0).publicModel());
      begun =
          failover
              .attempts(bill.route(), bill.demand().call(), false, resilience, bill)
              .first(filters.watch(bill).over(new EmbeddingStart(providers, request)));
    } catch (RuntimeException e) {
      bill.settleAfter(e);
      throw e;
    } finally {
      timer.upstream(System.nanoTime() - before);
    }
    Usage reported = begun.value().usage();
    boolean counted = reported != null && reported.inputTokens() > 0;
    Usage usage = counted ? reported : Usage.of(TokenEstimate.prompt(request.body()), 0);
    Attempt attempt = begun.attempt();
    bill.add(
        attempt,
        Outcome.OK,
        EndState.COMPLETE,
        usage,
        counted ? UsageSource.REPORTED : UsageSource.ESTIMATED,
        null,
        null);
    EmbeddingResult result =
        new EmbeddingResult(
            begun.value(),
            usage,
            attempt.candidate().channel(),
            attempt.candidate().upstreamModel(),
            attempt.number(),
            bill.admitted().rateLimits(),
            cached.use(lookup));
    bill.settle(part, () -> StoredEmbeddings.write(result, part.largest()));
    if (lookup.key() != null) {
      cached.keep(
          lookup, attempt.candidate(), StoredEmbeddings.write(result, cached.largest()), usage);
    }
    return result;
  }
}
