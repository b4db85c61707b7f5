package io.llmgateway.provider.wire;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * A wire beside OpenAI's, over HTTP: its credential is renewed when it is refused, its differences
 * are options of the provider's card, and it has no embeddings.
 *
 * @param <O> the options
 */
public abstract class OwnWire<O> implements Wire {
  private final String id;
  private final UpstreamClient client;
  private final Authenticators authenticators;
  private final Function<Map<String, String>, O> reader;
  private final Map<Map<String, String>, O> options = new ConcurrentHashMap<>();

  /**
   * @param reader of a card's options; throws IllegalArgumentException for one that can not be read
   */
  protected OwnWire(
      String id,
      UpstreamClient client,
      Authenticators authenticators,
      Function<Map<String, String>, O> reader) {
    this.id = id;
    this.client = client;
    this.authenticators = authenticators;
    this.reader = reader;
  }

  /** Cheap enough to be called for each attempt. */
  protected abstract LanguageModel model(
      ProviderCard card, WireCaller caller, Places places, O options);

  @Override
  public final String id() {
    return id;
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public final LanguageModel chat(ProviderCard card, Endpoint endpoint) {
    O differences = options.computeIfAbsent(card.wireOptions(), reader);
    WireCaller caller = new WireCaller(client, authenticators.of(card.wireOptions()), endpoint);
    Places places = new Places(endpoint, card.wireOptions());
    return new RenewingModel(model(card, caller, places, differences), caller::renew);
  }

  @Override
  public final EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    return NoEmbeddings.of(card);
  }
}
