package io.llmgateway.provider.anthropic;

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

/** The wire {@code anthropic}. */
public final class AnthropicWire implements Wire {
  private final UpstreamClient client;
  private final Authenticators authenticators;
  private final ReplayMemory memory = new ReplayMemory();
  private final Map<Map<String, String>, AnthropicOptions> options = new ConcurrentHashMap<>();

  public AnthropicWire(UpstreamClient client, Authenticators authenticators) {
    this.client = client;
    this.authenticators = authenticators;
  }

  @Override
  public String id() {
    return "anthropic";
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
    AnthropicOptions differences =
        options.computeIfAbsent(card.wireOptions(), AnthropicOptions::of);
    WireCaller caller = new WireCaller(client, authenticators.of(card.wireOptions()), endpoint);
    return new RenewingModel(
        new AnthropicProvider(
            caller,
            new Places(endpoint, card.wireOptions()).require(differences.path()),
            differences,
            new AnthropicRequestTranslator(differences, card.models(), memory),
            memory),
        caller::renew);
  }

  @Override
  public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    return NoEmbeddings.of(card);
  }
}
