package io.llmgateway.routing;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** From the public name of a model to the candidates that can answer for it. */
@ApplicationScoped
public class Router {
  private final Supplier<RoutingTable> tables;
  private final Supplier<RandomGenerator> random;

  /** For the proxy of the container. */
  protected Router() {
    this.tables = null;
    this.random = null;
  }

  @Inject
  public Router(ChannelRegistry registry) {
    this(registry, ThreadLocalRandom::current);
  }

  Router(ChannelRegistry registry, Supplier<RandomGenerator> random) {
    this.tables = registry.table();
    this.random = random;
  }

  /**
   * Orders the candidates: by priority, the higher first; among equals at random, by weight; every
   * channel with one key before any with its second; then the model's fallbacks in order. The
   * fallbacks of a fallback are not followed, and no attempt occurs twice.
   *
   * @throws ChatException.Final MODEL_NOT_FOUND for a name that nobody speaks of;
   *     NO_CHANNEL_AVAILABLE for one that the operator has set something for, but has no channel
   *     for
   */
  public Route route(String model) {
    RoutingTable table = tables.get();
    List<Candidate> candidates = table.candidates(model, random.get());
    if (!candidates.isEmpty()) {
      return new Route(model, candidates);
    }
    if (table.known(model)) {
      throw new ChatException.Final(
          ErrorCode.NO_CHANNEL_AVAILABLE,
          "No channel is available for the model '" + model + "'",
          "model");
    }
    throw new ChatException.Final(
        ErrorCode.MODEL_NOT_FOUND,
        "The model '" + model + "' does not exist, or you do not have access to it",
        "model");
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
   * @return how requests that begin now are tried
   */
  public RetrySettings retry() {
    return tables.get().retry();
  }
}
