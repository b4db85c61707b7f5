package io.llmgateway.provider.sensenova;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.OwnWire;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.WireCaller;
import java.util.Set;

/** The wire {@code sensenova}. */
public final class SenseNovaWire extends OwnWire<SenseNovaOptions> {
  public SenseNovaWire(UpstreamClient client, Authenticators authenticators) {
    super("sensenova", client, authenticators, SenseNovaOptions::of);
  }

  @Override
  protected LanguageModel model(
      ProviderCard card, WireCaller caller, Places places, SenseNovaOptions options) {
    return new SenseNovaProvider(caller, places, options);
  }

  @Override
  protected Set<String> fields() {
    return SenseNovaRequestTranslator.FIELDS;
  }

  @Override
  protected byte[] body(ProviderCard card, SenseNovaOptions options, Asked asked) {
    return SenseNovaRequestTranslator.translate(asked);
  }
}
