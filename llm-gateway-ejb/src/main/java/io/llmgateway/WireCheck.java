package io.llmgateway;

import io.llmgateway.chat.Endpoint;
import io.llmgateway.config.ConfigException;
import io.llmgateway.provider.Providers;
import io.llmgateway.routing.ChannelSettings;
import io.llmgateway.routing.RoutingSettings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/** Finds out, before a configuration is taken over, whether the wires understand its channels. */
@Dependent
class WireCheck {
  private final Providers providers;

  @Inject
  WireCheck(Providers providers) {
    this.providers = providers;
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
      } catch (IllegalArgumentException e) {
        throw new ConfigException("gateway.channel." + channel.name(), e.getMessage());
      }
    }
  }
}
