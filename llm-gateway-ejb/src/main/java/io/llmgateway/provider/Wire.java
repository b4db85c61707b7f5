package io.llmgateway.provider;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;

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
   * @throws ChatException.Final {@code UNSUPPORTED_PARAMETER} for {@code model} when this wire has
   *     no embeddings
   */
  EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint);
}
