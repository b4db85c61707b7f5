package io.llmgateway.provider.gemini;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.NoEmbeddings;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.RenewingModel;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.WireCaller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The wire {@code gemini}. */
public final class GeminiWire implements Wire {
  private final UpstreamClient client;
  private final Authenticators authenticators;
  private final ReplayMemory memory = new ReplayMemory();
  private final Map<Map<String, String>, GeminiOptions> options = new ConcurrentHashMap<>();

  public GeminiWire(UpstreamClient client, Authenticators authenticators) {
    this.client = client;
    this.authenticators = authenticators;
  }

  @Override
  public String id() {
    return "gemini";
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
    GeminiOptions differences = options.computeIfAbsent(card.wireOptions(), GeminiOptions::of);
    WireCaller caller = new WireCaller(client, authenticators.of(card.wireOptions()), endpoint);
    Places places = new Places(endpoint, card.wireOptions()).require(differences.path());
    return new RenewingModel(
        new GeminiProvider(caller, places, differences, memory), caller::renew);
  }

  @Override
  public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    return NoEmbeddings.of(card);
  }
}
