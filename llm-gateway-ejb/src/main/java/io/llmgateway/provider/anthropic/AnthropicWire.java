package io.llmgateway.provider.anthropic;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.OwnWire;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.WireCaller;

/** The wire {@code anthropic}. */
public final class AnthropicWire extends OwnWire<AnthropicOptions> {
  private final ReplayMemory memory = new ReplayMemory();

  public AnthropicWire(UpstreamClient client, Authenticators authenticators) {
    super("anthropic", client, authenticators, AnthropicOptions::of);
  }

  @Override
  protected LanguageModel model(
      ProviderCard card, WireCaller caller, Places places, AnthropicOptions options) {
    return new AnthropicProvider(
        caller,
        places.require(options.path()),
        options,
        new AnthropicRequestTranslator(options, card.models(), memory),
        memory);
  }
}
