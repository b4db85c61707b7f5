package io.llmgateway.provider.sensenova;

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
import io.llmgateway.provider.wire.WireCaller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The wire {@code sensenova}. */
public final class SenseNovaWire implements Wire {
  private final UpstreamClient client;
  private final Authenticators authenticators;
  private final Map<Map<String, String>, SenseNovaOptions> options = new ConcurrentHashMap<>();

  public SenseNovaWire(UpstreamClient client, Authenticators authenticators) {
    this.client = client;
    this.authenticators = authenticators;
  }

  @Override
  public String id() {
    return "sensenova";
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
    SenseNovaOptions differences =
        options.computeIfAbsent(card.wireOptions(), SenseNovaOptions::of);
    WireCaller caller = new WireCaller(client, authenticators.of(card.wireOptions()), endpoint);
    Places places = new Places(endpoint, card.wireOptions());
    return new RenewingModel(new SenseNovaProvider(caller, places, differences), caller::renew);
  }

  @Override
  public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    return NoEmbeddings.of(card);
  }
}
