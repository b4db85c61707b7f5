package io.llmgateway.provider.hunyuan;

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

/** The wire {@code hunyuan}. */
public final class HunyuanWire extends OwnWire<HunyuanOptions> {
  public HunyuanWire(UpstreamClient client, Authenticators authenticators) {
    super("hunyuan", client, authenticators, HunyuanOptions::of);
  }

  @Override
  protected LanguageModel model(
      ProviderCard card, WireCaller caller, Places places, HunyuanOptions options) {
    return new HunyuanProvider(caller, places, options);
  }

  @Override
  protected Set<String> fields() {
    return HunyuanRequestTranslator.FIELDS;
  }

  @Override
  protected byte[] body(ProviderCard card, HunyuanOptions options, Asked asked) {
    return HunyuanRequestTranslator.translate(asked);
  }

  @Override
  protected EmbeddingWords embeddingWords(HunyuanOptions options) {
    return new HunyuanEmbeddings(options);
  }
}
