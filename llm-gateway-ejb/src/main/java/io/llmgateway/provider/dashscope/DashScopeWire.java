package io.llmgateway.provider.dashscope;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.OwnWire;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.WireCaller;

/** The wire {@code dashscope}. */
public final class DashScopeWire extends OwnWire<DashScopeOptions> {
  public DashScopeWire(UpstreamClient client, Authenticators authenticators) {
    super("dashscope", client, authenticators, DashScopeOptions::of);
  }

  @Override
  protected LanguageModel model(
      ProviderCard card, WireCaller caller, Places places, DashScopeOptions options) {
    return new DashScopeProvider(caller, places, options);
  }
}
