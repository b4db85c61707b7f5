package io.llmgateway.provider.openai;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.transport.UpstreamClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The wire {@code openai}. */
public final class OpenAiWire implements Wire {
  private final OpenAiCaller caller;
  private final Map<Map<String, String>, WireOptions> options = new ConcurrentHashMap<>();

  public OpenAiWire(UpstreamClient client) {
    this.caller = new OpenAiCaller(client);
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
    return new OpenAiProvider(caller, options(card), endpoint);
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    return new OpenAiEmbeddings(caller, options(card), endpoint);
  }

  /** There are as many as cards with differences, so the map does not grow. */
  private WireOptions options(ProviderCard card) {
    return options.computeIfAbsent(card.wireOptions(), WireOptions::of);
  }
}
