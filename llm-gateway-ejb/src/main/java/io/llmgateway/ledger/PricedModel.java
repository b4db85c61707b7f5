package io.llmgateway.ledger;

import java.util.Objects;

/**
 * What a price is asked for: the public name that the client pays for, and what is bought upstream.
 *
 * @param publicModel the public name under which the candidate was chosen
 * @param provider the provider's id
 * @param upstreamModel the provider's own name of the model
 */
public record PricedModel(String publicModel, String provider, String upstreamModel) {
  public PricedModel {
    Objects.requireNonNull(publicModel);
    Objects.requireNonNull(provider);
    Objects.requireNonNull(upstreamModel);
  }
}
