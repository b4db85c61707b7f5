package io.llmgateway.provider.gemini;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.OwnWire;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.WireCaller;

/** The wire {@code gemini}. */
public final class GeminiWire extends OwnWire<GeminiOptions> {
  private final ReplayMemory memory = new ReplayMemory();

  public GeminiWire(UpstreamClient client, Authenticators authenticators) {
    super("gemini", client, authenticators, GeminiOptions::of);
  }

  @Override
  protected LanguageModel model(
      ProviderCard card, WireCaller caller, Places places, GeminiOptions options) {
    return new GeminiProvider(caller, places.require(options.path()), options, memory);
  }
}
