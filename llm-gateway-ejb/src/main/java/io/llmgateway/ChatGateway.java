package io.llmgateway;

import io.llmgateway.admission.Caller;
import io.llmgateway.cache.CacheLookup;
import io.llmgateway.cache.CacheWish;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.ledger.idempotency.Claim;
import io.llmgateway.provider.Providers;
import io.llmgateway.routing.Resilience;
import io.llmgateway.routing.Route;
import io.llmgateway.routing.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The life of a chat request: let in, routed, paid in advance, answered by the first candidate that
 * can, and settled at the end of the {@link Answer}.
 */
@ApplicationScoped
public class ChatGateway {
  private final Reception reception;
  private final Failover failover;
  private final Providers providers;
  private final ModelLayer layer;
  private final CachedAnswers cached;
  private final Router router;
  private final ShadowTraffic shadows;
  private final ContentFilters filters;

  @Inject
  public ChatGateway(
      Reception reception,
      Failover failover,
      Providers providers,
      ModelLayer layer,
      CachedAnswers cached,
      Router router,
      ShadowTraffic shadows,
      ContentFilters filters) {
    this.reception = reception;
    this.failover = failover;
    this.providers = providers;
    this.layer = layer;
    this.cached = cached;
    this.router = router;
    this.shadows = shadows;
    this.filters = filters;
  }

  /** For the container's proxy only. */
  protected ChatGateway() {
    this(null, null, null, null, null, null, null, null);
  }

  /**
   * Answers a chat request; returns with the first useful event at hand.
   *
   * @param part where the answer is kept; when it is there already, nothing is called and nothing
   *     charged
   * @param wish what the client says about the cache
   * @return the answer, which the caller pulls to its end or closes
   * @throws ChatException when the request is not let in, not payable, or no candidate answers;
   *     then nothing has been charged and nothing stays held
   */
  public Answer chat(
      Caller caller, ChatRequest request, Call call, Claim.Part part, CacheWish wish) {
    String stored = part.stored();
    if (stored == null) {
      return shadows.beside(caller, request, call, () -> paid(caller, request, call, part, wish));
    }
    reception.again(caller, call);
    return ReplayedAnswer.of(stored);
  }

  private Answer paid(
      Caller caller, ChatRequest request, Call call, Claim.Part part, CacheWish wish) {
    Demand demand = Demand.of(caller, request, call);
    RequestTimer timer = reception.timer(demand);
    try {
      CacheLookup lookup = cached.look(demand, wish);
      return lookup.hit() == null
          ? called(demand, request, timer, part, lookup)
          : replay(cached.hit(demand, lookup, part), timer);
    } catch (RuntimeException e) {
      timer.ended(e);
      throw e;
    }
  }

  private Answer called(
      Demand demand, ChatRequest request, RequestTimer timer, Claim.Part part, CacheLookup lookup) {
    try {
      Bill bill = reception.open(demand);
      return begin(request, bill, timer, part, lookup);
    } catch (ChatException e) {
      return replay(cached.stale(demand, lookup, part, e), timer);
    }
  }

  private static Answer replay(CachedAnswers.Given given, RequestTimer timer) {
    return new KeptReplay(given.document(), given.admitted().rateLimits(), given.use(), timer);
  }

  private Answer begin(
      ChatRequest request, Bill bill, RequestTimer timer, Claim.Part part, CacheLookup lookup) {
    long before = System.nanoTime();
    Route route = bill.route();
    Resilience resilience = router.resilience(route.candidates().get(0).publicModel());
    try {
      Attempts attempts =
          failover.attempts(route, bill.demand().call(), request.stream(), resilience, bill);
      ChatStart start = ChatStart.of(providers, layer, request, route.candidates().get(0));
      FilterWatch watch = filters.watch(bill);
      Attempts.Begun<Opening> begun = attempts.first(watch.over(start));
      timer.upstream(System.nanoTime() - before);
      boolean rescued = resilience.rescue() && request.stream() && request.choices() == 1;
      PaidAnswer answer =
          new PaidAnswer(
              begun,
              attempts,
              rescued ? Rescue.by(attempts, start) : Rescue.none(),
              bill,
              timer,
              new AnswerRecorder(part, begun.attempt()));
      return cached.keeping(watch.over(answer), lookup, begun.attempt(), request.choices());
    } catch (RuntimeException e) {
      timer.upstream(System.nanoTime() - before);
      bill.settleAfter(e);
      throw e;
    }
  }
}
