package io.llmgateway.provider.openai;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import io.llmgateway.provider.wire.OwnEmbeddings;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.RenewingModel;
import io.llmgateway.provider.wire.ReplayMemory;
import io.llmgateway.provider.wire.WireCaller;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The wire {@code openai}. */
public final class OpenAiWire implements Wire {
  /** No model in particular. */
  private static final String ANY = "";

  private final UpstreamClient client;
  private final Authenticators authenticators;
  private final Map<Map<String, String>, WireOptions> options = new ConcurrentHashMap<>();
  private final Set<Map<String, String>> known = ConcurrentHashMap.newKeySet();
  private final ReplayMemory memory = new ReplayMemory();

  public OpenAiWire(UpstreamClient client, Authenticators authenticators) {
    this.client = client;
    this.authenticators = authenticators;
  }

  @Override
  public String id() {
    return "openai";
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
    WireCaller caller = caller(card, endpoint, adjusted);
    Places places = places(card, endpoint).require(options(card, ANY).chatPath());
    return new RenewingModel(
        new OpenAiProvider(caller, places, model -> options(card, model), memory), caller::renew);
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    WireCaller caller = caller(card, endpoint, change -> {});
    Places places = places(card, endpoint);
    WireOptions differences = options(card, ANY);
    EmbeddingModel model =
        differences.embeddingTexts()
            ? new OwnEmbeddings(caller, places, new TextVectors(differences))
            : new OpenAiEmbeddings(caller, places, differences);
    return RenewingModel.embeddings(model, caller::renew);
  }

  @Override
  public boolean takes(ProviderCard card, String field) {
    return options(card, ANY).sentAs(field) != null;
  }

  @Override
  public List<String> adjusted(ProviderCard card, ChatRequest request) {
    return new OpenAiRequestTranslator(options(card, request.model())).adjusted(request);
  }

  private WireCaller caller(ProviderCard card, Endpoint endpoint, Consumer<String> adjusted) {
    return new WireCaller(
        client, authenticators.of(card.wireOptions()), endpoint, adjusted, Set.of());
  }

  private static Places places(ProviderCard card, Endpoint endpoint) {
    return new Places(endpoint, card.wireOptions());
  }

  /** There are as many as cards and models with differences, so the map does not grow. */
  private WireOptions options(ProviderCard card, String model) {
    if (!known.contains(card.wireOptions())) {
      requireReadable(card.wireOptions());
      known.add(card.wireOptions());
    }
    return options.computeIfAbsent(card.wireOptions(model), WireOptions::of);
  }

  /** What is said for some models only is read now, not with the first request to one of them. */
  private static void requireReadable(Map<String, String> options) {
    options.forEach(
        (name, value) -> {
          int at = name.indexOf('@');
          if (at >= 0) {
            WireOptions.of(Map.of(name.substring(0, at), value));
          }
        });
  }
}
