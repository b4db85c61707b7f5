package io.llmgateway.provider.wenxin;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.EmbeddingWords;
import io.llmgateway.provider.wire.OwnWire;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.WireCaller;
import java.util.Set;

/** The wire {@code wenxin}. */
public final class WenxinWire extends OwnWire<WenxinOptions> {
  public WenxinWire(UpstreamClient client, Authenticators authenticators) {
    super("wenxin", client, authenticators, WenxinOptions::of);
  }

  @Override
  protected LanguageModel model(
      ProviderCard card, WireCaller caller, Places places, WenxinOptions options) {
    return new WenxinProvider(caller, places, options);
  }

  @Override
  protected Set<String> fields() {
    return WenxinRequestTranslator.FIELDS;
  }

  @Override
  protected byte[] body(ProviderCard card, WenxinOptions options, Asked asked) {
    return WenxinRequestTranslator.translate(asked);
  }

  @Override
  protected EmbeddingWords embeddingWords(WenxinOptions options) {
    return new WenxinEmbeddings(options);
  }
}
