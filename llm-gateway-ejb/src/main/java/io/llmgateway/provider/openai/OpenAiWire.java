package io.llmgateway.provider.openai;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.RenewingModel;
import io.llmgateway.provider.wire.WireCaller;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The wire {@code openai}. */
public final class OpenAiWire implements Wire {
  private final UpstreamClient client;
  private final Authenticators authenticators;
  private final Map<Map<String, String>, WireOptions> options = new ConcurrentHashMap<>();

  public OpenAiWire(UpstreamClient client, Authenticators authenticators) {
    this.client = client;
    this.authenticators = authenticators;
  }

  @Override
  public String id() {
    return "openai";
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
    WireCaller caller = caller(card, endpoint);
    return new RenewingModel(
        new OpenAiProvider(
            caller, places(card, endpoint).require(options(card).chatPath()), options(card)),
        caller::renew);
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    WireCaller caller = caller(card, endpoint);
    return RenewingModel.embeddings(
        new OpenAiEmbeddings(caller, places(card, endpoint), options(card)), caller::renew);
  }

  private WireCaller caller(ProviderCard card, Endpoint endpoint) {
    return new WireCaller(client, authenticators.of(card.wireOptions()), endpoint);
  }

  private static Places places(ProviderCard card, Endpoint endpoint) {
    return new Places(endpoint, card.wireOptions());
  }

  /** There are as many as cards with differences, so the map does not grow. */
  private WireOptions options(ProviderCard card) {
    return options.computeIfAbsent(card.wireOptions(), WireOptions::of);
  }
}
