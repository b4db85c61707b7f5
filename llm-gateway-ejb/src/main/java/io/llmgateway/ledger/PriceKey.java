package io.llmgateway.ledger;

/**
 * What a price is the price of.
 *
 * @param provider the provider's id, or {@link Price#OPERATOR_PROVIDER}
 * @param model the provider's model, or the public model of an operator's price
 */
public record PriceKey(Price.Kind kind, String provider, String model) {

  /** The operator's price of a public model. */
  public static PriceKey operator(String publicModel) {
    return new PriceKey(Price.Kind.OPERATOR, Price.OPERATOR_PROVIDER, publicModel);
  }

  /** The provider's price of its own model. */
  public static PriceKey list(String provider, String model) {
    return new PriceKey(Price.Kind.LIST, provider, model);
  }

  /** As in a message: {@code the list price of openai/gpt-5.5}. */
  @Override
  public String toString() {
    return kind == Price.Kind.LIST
        ? "the list price of " + provider + "/" + model
        : "the price of " + model;
  }
}
