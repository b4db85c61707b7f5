package io.llmgateway.provider;

import io.llmgateway.catalog.ProviderCard;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.LanguageModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Finds the wire that a provider's card asks for. Safe for use by many threads. */
public final class Providers {
  private final Map<String, Wire> wires;

  /**
   * @param wires all known wires, each id once
   * @throws IllegalArgumentException when two wires have the same id
   */
  public Providers(List<Wire> wires) {
    Map<String, Wire> byId = new HashMap<>();
    for (Wire wire : wires) {
      if (byId.put(wire.id(), wire) != null) {
        throw new IllegalArgumentException("two wires are called " + wire.id());
      }
    }
    this.wires = Map.copyOf(byId);
  }

  /**
   * @throws IllegalArgumentException when the card names a wire that does not exist
   */
  public LanguageModel chat(ProviderCard card, Endpoint endpoint) {
    return wire(card).chat(card, endpoint);
  }

  /**
   * @param adjusted learns what is not sent as the client said it, as {@link Wire#chat} says
   * @throws IllegalArgumentException when the card names a wire that does not exist
   */
  public LanguageModel chat(ProviderCard card, Endpoint endpoint, Consumer<String> adjusted) {
    return wire(card).chat(card, endpoint, adjusted);
  }

  /**
   * @return as {@link Wire#takes}
   */
  public boolean takes(ProviderCard card, String field) {
    return wire(card).takes(card, field);
  }

  /**
   * @return as {@link Wire#adjusted}
   * @throws ChatException.Final as {@link Wire#adjusted}
   */
  public List<String> adjusted(ProviderCard card, ChatRequest request) {
    return wire(card).adjusted(card, request);
  }

  /**
   * @throws IllegalArgumentException when the card names a wire that does not exist
   * @throws ChatException.Final when the wire has no embeddings
   */
  public EmbeddingModel embeddings(ProviderCard card, Endpoint endpoint) {
    return wire(card).embeddings(card, endpoint);
  }

  private Wire wire(ProviderCard card) {
    Wire wire = wires.get(card.wire());
    if (wire == null) {
      throw new IllegalArgumentException(
          "provider "
              + card.id()
              + " needs the wire "
              + card.wire()
              + ", which does not exist; there are "
              + new TreeSet<>(wires.keySet()));
    }
    return wire;
  }
}
