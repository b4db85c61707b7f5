package io.llmgateway.catalog;

import java.util.List;
import java.util.Set;

/**
 * What is known of one model as one provider sells it.
 *
 * @param id the provider's own name of it, which goes upstream
 * @param aliases further public names
 * @param type {@code chat}, {@code embedding}, ... as the catalogue file says
 * @param contextWindow in tokens, or 0 when unknown
 * @param maxOutputTokens per answer, or 0 when unknown
 * @param capabilities such as {@code tools}, {@code parallel_tools}, {@code json_mode}, {@code
 *     json_schema}, {@code vision}, {@code reasoning}
 * @param price the list price, or null when unknown (then the model can not be called until the
 *     operator sets one)
 */
public record ModelCard(
    String id,
    List<String> aliases,
    String type,
    long contextWindow,
    long maxOutputTokens,
    Set<String> capabilities,
    PriceCard price) {
  public ModelCard {
    aliases = List.copyOf(aliases);
    capabilities = Set.copyOf(capabilities);
  }
}
