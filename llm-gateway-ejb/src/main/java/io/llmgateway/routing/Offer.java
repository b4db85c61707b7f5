package io.llmgateway.routing;

import io.llmgateway.catalog.ModelCard;
import java.util.Objects;

/**
 * A model that a channel answers for.
 *
 * @param publicModel the name that clients ask for
 * @param upstreamModel the model's name at the provider
 * @param card what is known of the model, or null
 * @param listed whether the name stands in the list of models; aliases are callable but not listed
 */
public record Offer(String publicModel, String upstreamModel, ModelCard card, boolean listed) {
  public Offer {
    Objects.requireNonNull(publicModel);
    Objects.requireNonNull(upstreamModel);
  }
}
