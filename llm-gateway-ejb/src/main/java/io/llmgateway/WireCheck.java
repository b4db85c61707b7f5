package io.llmgateway;

import io.llmgateway.chat.Endpoint;
import io.llmgateway.config.ConfigException;
import io.llmgateway.provider.Providers;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.Offer;
import io.llmgateway.routing.RoutingSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Finds out, before a configuration is taken over, whether the wires understand its channels. */
@Dependent
class WireCheck {
  private final Providers providers;
  private final ModelLayer layer;

  @Inject
  WireCheck(Providers providers, ModelLayer layer) {
    this.providers = providers;
    this.layer = layer;
  }

  /**
   * @throws ConfigException naming the channel whose wire options can not be used
   */
  void check(RoutingSettings routes) {
    for (ChannelSettings channel : routes.channels()) {
      Endpoint endpoint =
          new Endpoint(
              channel.name(), channel.baseUrl(), null, channel.timeouts(), channel.options());
      try {
        providers.chat(channel.provider(), endpoint);
        channel.offers().forEach(offer -> layer.plan(candidate(channel, endpoint, offer)));
      } catch (IllegalArgumentException e) {
        throw new ConfigException(
            "gateway.channel." + channel.name(),
            "provider " + channel.provider().id() + ": " + e.getMessage());
      }
    }
  }

  private static Candidate candidate(ChannelSettings channel, Endpoint endpoint, Offer offer) {
    return new Candidate(
        offer.publicModel(), offer.upstreamModel(), channel.provider(), endpoint, offer.card());
  }
}
