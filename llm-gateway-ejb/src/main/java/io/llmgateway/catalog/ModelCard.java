package io.llmgateway.catalog;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What is known of one model as one provider sells it.
 *
 * @param id the provider's own name of it, which goes upstream
 * @param aliases further public names
 * @param type {@code chat}, {@code embedding}, ... as the catalogue file says
 * @param contextWindow in tokens, or 0 when unknown
 * @param maxOutputTokens per answer, or 0 when unknown
 * @param capabilities that it has, such as {@code tools}, {@code parallel_tools}, {@code
 *     json_mode}, {@code json_schema}, {@code vision}, {@code reasoning}
 * @param price the list price, or null when unknown (then the model can not be called until the
 *     operator sets one)
 * @param traits what else is known
 */
public record ModelCard(
    String id,
    List<String> aliases,
    String type,
    long contextWindow,
    long maxOutputTokens,
    Set<String> capabilities,
    PriceCard price,
    ModelTraits traits) {
  public ModelCard {
    aliases = List.copyOf(aliases);
    capabilities = Set.copyOf(capabilities);
    Objects.requireNonNull(traits);
  }

  /** A model of which nothing else is known. */
  public ModelCard(
      String id,
      List<String> aliases,
      String type,
      long contextWindow,
      long maxOutputTokens,
      Set<String> capabilities,
      PriceCard price) {
    this(
        id,
        aliases,
        type,
        contextWindow,
        maxOutputTokens,
        capabilities,
        price,
        ModelTraits.UNKNOWN);
  }

  /**
   * @return whether it is known to lack the capability: because somebody says so, or because it is
   *     not on the list of what the model can do
   */
  public boolean lacks(String capability) {
    return !capabilities.contains(capability)
        && (!capabilities.isEmpty() || traits.lacks().contains(capability));
  }

  /**
   * @return whether it answers requests of the gateway under its id
   */
  public boolean callable() {
    return !traits.base() && !type.equals("rerank");
  }
}
