package io.llmgateway.routing;

import io.llmgateway.catalog.ModelCard;
import java.util.Objects;

/**
 * A model that a channel answers for, under one of its names.
 *
 * @param name what clients may ask for: the public name itself, an alias, or {@code provider/name}
 * @param publicModel the public name, which is listed, and under which prices and fallbacks are set
 * @param upstreamModel the model's name at the provider
 * @param card what is known of the model, or null
 */
public record Offer(String name, String publicModel, String upstreamModel, ModelCard card) {
  public Offer {
    Objects.requireNonNull(name);
    Objects.requireNonNull(publicModel);
    Objects.requireNonNull(upstreamModel);
  }

  /**
   * @return whether the name stands in the list of models
   */
  boolean listed() {
    return name.equals(publicModel);
  }

  Offer under(String otherName) {
    return new Offer(otherName, publicModel, upstreamModel, card);
  }
}
