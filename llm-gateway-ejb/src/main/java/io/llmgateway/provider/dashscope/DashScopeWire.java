package io.llmgateway.provider.dashscope;

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

  @Override
  protected Set<String> fields() {
    return DashScopeRequestTranslator.FIELDS;
  }

  @Override
  protected byte[] body(ProviderCard card, DashScopeOptions options, Asked asked) {
    return new DashScopeRequestTranslator(options).translate(asked, asked.request().stream());
  }

  @Override
  protected EmbeddingWords embeddingWords(DashScopeOptions options) {
    return new DashScopeEmbeddings(options);
  }
}
