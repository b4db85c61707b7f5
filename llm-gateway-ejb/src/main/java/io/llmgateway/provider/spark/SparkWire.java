package io.llmgateway.provider.spark;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.transport.WebSocketClient;
import io.llmgateway.provider.wire.Asked;
import io.llmgateway.provider.wire.CardOptions;
import io.llmgateway.provider.wire.NoEmbeddings;
import io.llmgateway.provider.wire.WireCaller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The wire {@code spark}. */
public final class SparkWire implements Wire {
  private final UpstreamClient client;
  private final WebSocketClient sockets;
  private final Authenticators authenticators;
  private final Map<Map<String, String>, SparkOptions> options = new ConcurrentHashMap<>();

  public SparkWire(UpstreamClient client, Authenticators authenticators) {
    this.client = client;
    this.sockets = new WebSocketClient(client);
    this.authenticators = authenticators;
  }

  @Override
  public String id() {
    return "spark";
  }

  @Override
  public boolean takes(ProviderCard card, String field) {
    return fields(card).contains(field);
  }

  @Override
  public List<String> adjusted(ProviderCard card, ChatRequest request) {
    Asked asked = new Asked(request, fields(card));
    SparkRequestTranslator.translate(asked, "");
    return asked.adjusted();
  }

  private static Set<String> fields(ProviderCard card) {
    return CardOptions.without(
        SparkRequestTranslator.FIELDS, CardOptions.dropped(card.wireOptions()));
  }

  @Override
  public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
    return chat(card, endpoint, change -> {});
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public LanguageModel chat(ProviderCard card, Endpoint endpoint, Consumer<String> adjusted) {
    SparkOptions differences = options.computeIfAbsent(card.wireOptions(), SparkOptions::of);
    WireCaller caller =
        new WireCaller(
            client,
            authenticators.of(card.wireOptions()),
            endpoint,
            adjusted,
            CardOptions.dropped(card.wireOptions()));
    return new SparkProvider(sockets, caller, differences);
  }

  @Override
  public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    return NoEmbeddings.of(card);
  }
}
