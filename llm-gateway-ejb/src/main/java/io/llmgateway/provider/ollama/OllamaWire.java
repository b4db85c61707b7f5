package io.llmgateway.provider.ollama;

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

/** The wire {@code ollama}. */
public final class OllamaWire extends OwnWire<OllamaOptions> {
  public OllamaWire(UpstreamClient client, Authenticators authenticators) {
    super("ollama", client, authenticators, OllamaOptions::of);
  }

  @Override
  protected LanguageModel model(
      ProviderCard card, WireCaller caller, Places places, OllamaOptions options) {
    return new OllamaProvider(caller, places, options);
  }

  @Override
  protected Set<String> fields() {
    return OllamaRequestTranslator.FIELDS;
  }

  @Override
  protected byte[] body(ProviderCard card, OllamaOptions options, Asked asked) {
    return new OllamaRequestTranslator(options).translate(asked);
  }

  @Override
  protected EmbeddingWords embeddingWords(OllamaOptions options) {
    return new OllamaEmbeddings();
  }
}
