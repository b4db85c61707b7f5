package io.llmgateway.provider;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import java.util.List;
import java.util.function.Consumer;

/** One wire format: how a family of providers is spoken to. Safe for use by many threads. */
public interface Wire {

  /**
   * @return the name by which {@link ProviderCard#wire()} refers to this wire
   */
  String id();

  /**
   * Cheap enough to be called for each attempt.
   *
   * @param card what is known of the provider
   * @param endpoint the channel to use, with the credential of this attempt
   */
  LanguageModel chat(ProviderCard card, Endpoint endpoint);

  /**
   * Cheap enough to be called for each attempt.
   *
   * @param adjusted learns what is not sent as the client said it, before {@code chat} returns:
   *     what {@link #adjusted(ProviderCard, ChatRequest)} gives, and {@code field->name} for a
   *     field that is sent under another name
   */
  default LanguageModel chat(ProviderCard card, Endpoint endpoint, Consumer<String> adjusted) {
    return chat(card, endpoint);
  }

  /**
   * Whether a field of the request is passed on, whatever it says. This and {@link #adjusted} are
   * the one place where a wire says what it takes.
   *
   * @param field a field of OpenAI's chat request
   */
  default boolean takes(ProviderCard card, String field) {
    return true;
  }

  /**
   * What would become of the request, without sending it.
   *
   * @param request addressed by {@link ChatRequest#model()} to the provider's model
   * @return the fields that are not sent as they are: {@code field} when it is left out, {@code
   *     field=value} when its value is another. A value that says what holds anyway ({@code n:1})
   *     does not count
   * @throws ChatException.Final UNSUPPORTED_PARAMETER when this wire has no words for the request
   */
  default List<String> adjusted(ProviderCard card, ChatRequest request) {
    return List.of();
  }

  /**
   * Cheap enough to be called for each attempt.
   *
   * @throws ChatException.Final {@code UNSUPPORTED_PARAMETER} for {@code model} when this wire has
   *     no embeddings
   */
  EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint);
}
