package io.llmgateway.provider.wire;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import io.llmgateway.provider.Wire;
import io.llmgateway.provider.auth.Authenticators;
import io.llmgateway.provider.transport.UpstreamClient;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A wire beside OpenAI's, over HTTP: its credential is renewed when it is refused, its differences
 * are options of the provider's card.
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

  /**
   * @return the fields of a request that the wire takes, with OpenAI's names or the vendor's own
   */
  protected abstract Set<String> fields();

  /**
   * @return the request in the vendor's words; what becomes of its fields is known to {@code asked}
   * @throws ChatException.Final UNSUPPORTED_PARAMETER when the vendor has no words for it
   */
  protected abstract byte[] body(ProviderCard card, O options, Asked asked);

  /**
   * @return how embeddings are spoken of, or null when the vendor has none
   */
  protected EmbeddingWords embeddingWords(O options) {
    return null;
  }

  @Override
  public final String id() {
    return id;
  }

  @Override
  public final boolean takes(ProviderCard card, String field) {
    return fields().contains(field) && !CardOptions.dropped(card.wireOptions()).contains(field);
  }

  @Override
  public final List<String> adjusted(ProviderCard card, ChatRequest request) {
    Asked asked =
        new Asked(request, CardOptions.without(fields(), CardOptions.dropped(card.wireOptions())));
    body(card, options(card), asked);
    return asked.adjusted();
  }

  @Override
  public final LanguageModel chat(ProviderCard card, Endpoint endpoint) {
    return chat(card, endpoint, change -> {});
  }

  /**
   * @throws IllegalArgumentException when the card has a wire option that can not be read
   */
  @Override
  public final LanguageModel chat(ProviderCard card, Endpoint endpoint, Consumer<String> adjusted) {
    WireCaller caller = caller(card, endpoint, adjusted);
    Places places = new Places(endpoint, card.wireOptions());
    return new RenewingModel(model(card, caller, places, options(card)), caller::renew);
  }

  @Override
  public final EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    EmbeddingWords words = embeddingWords(options(card));
    if (words == null) {
      return NoEmbeddings.of(card);
    }
    WireCaller caller = caller(card, endpoint, change -> {});
    Places places = new Places(endpoint, card.wireOptions());
    return RenewingModel.embeddings(new OwnEmbeddings(caller, places, words), caller::renew);
  }

  private WireCaller caller(ProviderCard card, Endpoint endpoint, Consumer<String> adjusted) {
    return new WireCaller(
        client,
        authenticators.of(card.wireOptions()),
        endpoint,
        adjusted,
        CardOptions.dropped(card.wireOptions()));
  }

  private O options(ProviderCard card) {
    return options.computeIfAbsent(card.wireOptions(), reader);
  }
}
