package io.llmgateway.routing;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** From a question to the candidates that can answer it. */
@ApplicationScoped
public class Router {
  private final Supplier<RoutingTable> tables;
  private final Supplier<RandomGenerator> random;
  private final CandidateHealth health;
  private final Tariff tariff;
  private final Scores scores;
  private final ConversationMemory memory;

  /** For the proxy of the container. */
  protected Router() {
    this.tables = null;
    this.random = null;
    this.health = null;
    this.tariff = null;
    this.scores = null;
    this.memory = null;
  }

  @Inject
  public Router(
      ChannelRegistry registry, CandidateHealth health, Tariff tariff, Scores scores, Clock clock) {
    this(registry, health, tariff, scores, clock, ThreadLocalRandom::current);
  }

  Router(
      ChannelRegistry registry,
      CandidateHealth health,
      Tariff tariff,
      Scores scores,
      Clock clock,
      Supplier<RandomGenerator> random) {
    this.tables = registry.table();
    this.health = health;
    this.tariff = tariff;
    this.scores = scores;
    this.memory = new ConversationMemory(clock);
    this.random = random;
  }

  /**
   * Orders the candidates. A virtual model stands for the best models of its pool; a share of the
   * users may get another model first. Within each model, by priority, the higher first, and among
   * equals by the strategy; every channel with one key before any with its second. Then the model's
   * fallbacks, then the client's, in order. The fallbacks of a fallback are not followed, no
   * attempt occurs twice, and those that are not well stand at the end.
   *
   * @throws ChatException.Final MODEL_NOT_FOUND for a name that nobody speaks of; MODEL_NOT_ALLOWED
   *     when the account's policy allows no candidate, or the key not the model;
   *     NO_CHANNEL_AVAILABLE when there is no channel, or none that meets the client's wishes
   */
  public Route route(RouteQuery query) {
    Decision decision = decide(query, true);
    Route route = new Route(query.model(), decision.candidates(), decision);
    if (decision.places().get(0).strategy() == Strategy.LEAST_COST || decision.virtual() != null) {
      memory.visited(query.prompt().conversation(), route.candidates().get(0).channel());
    }
    return route;
  }

  /**
   * Chooses as {@link #route} does, and changes nothing by it.
   *
   * @throws ChatException.Final as {@link #route} does, but for a route that ends up empty: what
   *     has kept each candidate out is in the decision
   */
  public Decision explain(RouteQuery query) {
    return new Itinerary(tables.get(), query, surroundings(false)).decision();
  }

  private Decision decide(RouteQuery query, boolean lasting) {
    Decision decision = new Itinerary(tables.get(), query, surroundings(lasting)).decision();
    if (decision.places().isEmpty()) {
      throw refusal(decision);
    }
    return decision;
  }

  private Surroundings surroundings(boolean lasting) {
    return new Surroundings(health, tariff, scores, memory, random.get(), lasting);
  }

  /**
   * @return why a decision without candidates is none
   */
  public static ChatException.Final refusal(Decision decision) {
    String model = decision.query().model();
    Exclusion wish = null;
    boolean policy = false;
    for (Exclusion reason : decision.reasons()) {
      policy |= reason.byPolicy() || reason == Exclusion.KEY;
      wish = reason.byPolicy() || reason == Exclusion.KEY || wish != null ? wish : reason;
    }
    if (policy && wish == null) {
      return new ChatException.Final(
          ErrorCode.MODEL_NOT_ALLOWED,
          "What this account and key may use does not include any channel for the model '"
              + model
              + "'",
          "model");
    }
    String param = wish == null ? null : wish.param(decision.query().prompt().body());
    boolean agreed = decision.reasons().stream().distinct().count() == 1;
    return new ChatException.Final(
        code(wish, agreed),
        "No channel is available for the model '"
            + model
            + (wish == null || wish == Exclusion.NO_CHANNEL
                ? "'"
                : "' that meets the request: " + wish.reason()),
        param == null ? "model" : param);
  }

  /** What the request itself asks too much of, no waiting mends. */
  private static ErrorCode code(Exclusion reason, boolean agreed) {
    if (reason == Exclusion.NOT_PRICED) {
      return ErrorCode.MODEL_NOT_PRICED;
    }
    if (agreed && reason == Exclusion.CONTEXT) {
      return ErrorCode.CONTEXT_LENGTH_EXCEEDED;
    }
    return agreed && reason == Exclusion.CAPABILITY
        ? ErrorCode.UNSUPPORTED_PARAMETER
        : ErrorCode.NO_CHANNEL_AVAILABLE;
  }

  /**
   * @param callId decides whether this request belongs to the share that is copied
   * @return the model that gets a copy of the request, or null; never one for an account with a
   *     policy, because nobody has looked at whether the copy would keep to it
   */
  public String shadow(String model, String account, String callId) {
    RoutingTable table = tables.get();
    return table.policy(account).open()
        ? table.settings(model).shadow().modelFor("shadow of " + model, callId)
        : null;
  }

  /**
   * @return every model that is listed, in alphabetical order; aliases and {@code provider/id} are
   *     callable, but not listed
   */
  public List<PublicModel> models() {
    return tables.get().listed();
  }

  /**
   * @return the model by any name that a client may call it by
   */
  public Optional<PublicModel> model(String name) {
    return tables.get().model(name);
  }

  /**
   * @return what is done for the answers of a public model beyond failover
   */
  public Resilience resilience(String publicModel) {
    return tables.get().resilience(publicModel);
  }

  /**
   * @return how requests that begin now are tried
   */
  public RetrySettings retry() {
    return tables.get().retry();
  }
}
