package io.llmgateway.routing;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.routing.constraint.ChannelFacts;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A configured account at a provider.
 *
 * @param provider the catalogue's card, with this channel's own wire options in it
 * @param baseUrl without a trailing slash
 * @param apiKeys used in turn; empty when the provider needs none
 * @param offers the models that the channel answers for, never empty
 * @param priority higher is asked first; 0 unless set
 * @param weight the share among channels of equal priority, from 0 (asked when the others have
 *     failed) to 1,000,000; 1 unless set
 * @param options settings of the channel that only its wire understands
 * @param facts what the operator states of it
 */
public record ChannelSettings(
    String name,
    ProviderCard provider,
    URI baseUrl,
    List<String> apiKeys,
    List<Offer> offers,
    int priority,
    int weight,
    Timeouts timeouts,
    Map<String, String> options,
    ChannelFacts facts) {
  public static final int DEFAULT_PRIORITY = 0;
  public static final int DEFAULT_WEIGHT = 1;

  public ChannelSettings {
    apiKeys = List.copyOf(apiKeys);
    offers = List.copyOf(offers);
    options = Map.copyOf(options);
  }

  /** Without the credentials, so that they can not reach a log. */
  @Override
  public String toString() {
    return "ChannelSettings[" + name + " " + provider.id() + " " + offers.size() + " names]";
  }
}
