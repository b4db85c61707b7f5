package io.llmgateway.provider.anthropic;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.OwnWire;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.WireCaller;
import java.util.Set;

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

  @Override
  protected Set<String> fields() {
    return AnthropicRequestTranslator.FIELDS;
  }

  @Override
  protected byte[] body(ProviderCard card, AnthropicOptions options, Asked asked) {
    return new AnthropicRequestTranslator(options, card.models(), memory).translate(asked);
  }
}
