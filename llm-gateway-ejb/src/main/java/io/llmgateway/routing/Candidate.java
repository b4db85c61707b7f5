package io.llmgateway.routing;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.routing.constraint.ChannelFacts;

/**
 * One way to get an answer: a channel with one of its keys, and the model's name there.
 *
 * @param publicModel the public name that led here (a fallback's own name, not the requested one)
 * @param upstreamModel the model's name at the provider
 * @param provider who sells it
 * @param endpoint the channel's address and the key for this attempt
 * @param card what the catalogue knows of the model, or null
 * @param facts what the operator states of the channel
 */
public record Candidate(
    String publicModel,
    String upstreamModel,
    ProviderCard provider,
    Endpoint endpoint,
    ModelCard card,
    ChannelFacts facts) {

  /** Of a channel of which nothing is stated. */
  public Candidate(
      String publicModel,
      String upstreamModel,
      ProviderCard provider,
      Endpoint endpoint,
      ModelCard card) {
    this(publicModel, upstreamModel, provider, endpoint, card, ChannelFacts.UNKNOWN);
  }

  /**
   * @return the same with another address, key or deadlines
   */
  public Candidate at(Endpoint other) {
    return new Candidate(publicModel, upstreamModel, provider, other, card, facts);
  }

  /**
   * @return the name of the channel
   */
  public String channel() {
    return endpoint.channel();
  }

  /**
   * @return the number under which the channel's service, or else the model's, is filed with the
   *     authority; null when none is known
   */
  public String filing() {
    return facts.filing() != null || card == null
        ? facts.filing()
        : card.traits().filing().reference();
  }
}
