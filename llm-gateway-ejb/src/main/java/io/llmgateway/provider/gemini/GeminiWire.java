package io.llmgateway.provider.gemini;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.EmbeddingWords;
import io.llmgateway.provider.wire.OwnWire;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.WireCaller;
import java.util.Set;

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

  @Override
  protected Set<String> fields() {
    return GeminiRequestTranslator.FIELDS;
  }

  @Override
  protected byte[] body(ProviderCard card, GeminiOptions options, Asked asked) {
    return new GeminiRequestTranslator(options, memory).translate(asked);
  }

  @Override
  protected EmbeddingWords embeddingWords(GeminiOptions options) {
    return new GeminiEmbeddings(options);
  }
}
