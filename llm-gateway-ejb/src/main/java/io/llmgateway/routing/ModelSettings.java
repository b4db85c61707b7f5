package io.llmgateway.routing;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.util.List;
import java.util.Set;

/**
 * What the operator says of one public model, beyond its price.
 *
 * @param fallbacks public models that are tried after every channel of this one has failed
 * @param contextWindow in tokens, in place of the catalogue's; 0 unless set
 * @param maxOutputTokens per answer, in place of the catalogue's; 0 unless set
 */
public record ModelSettings(List<String> fallbacks, long contextWindow, long maxOutputTokens) {
  public static final ModelSettings NONE = new ModelSettings(List.of(), 0, 0);

  public ModelSettings {
    fallbacks = List.copyOf(fallbacks);
  }

  static ModelSettings from(ConfigView view, String prefix) {
    return new ModelSettings(
        view.list(prefix + "fallbacks"),
        tokens(view, prefix + "context-window"),
        tokens(view, prefix + "max-output-tokens"));
  }

  private static long tokens(ConfigView view, String name) {
    int tokens = view.integer(name).orElse(0);
    if (tokens < 0 || tokens == 0 && view.text(name).isPresent()) {
      throw new ConfigException(name, "must be at least 1");
    }
    return tokens;
  }

  /**
   * @param card what the catalogue says, or null
   * @return the card with the operator's numbers in it; null when neither says anything
   */
  ModelCard over(ModelCard card, String upstreamModel) {
    if (contextWindow == 0 && maxOutputTokens == 0) {
      return card;
    }
    ModelCard base =
        card == null ? new ModelCard(upstreamModel, List.of(), "chat", 0, 0, Set.of(), null) : card;
    return new ModelCard(
        base.id(),
        base.aliases(),
        base.type(),
        contextWindow == 0 ? base.contextWindow() : contextWindow,
        maxOutputTokens == 0 ? base.maxOutputTokens() : maxOutputTokens,
        base.capabilities(),
        base.price());
  }
}
