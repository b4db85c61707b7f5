package io.llmgateway.routing;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.constraint.Quality;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the operator says of one public model, beyond its price.
 *
 * @param fallbacks public models that are tried after every channel of this one has failed
 * @param facts in place of the catalogue's
 * @param quality how good it is, or null
 * @param strategy how its channels are ordered, or null for the default
 * @param split who gets another model in its place
 * @param resilience what is done for its answers beyond failover
 * @param shadow which share of the requests is copied to which models
 */
public record ModelSettings(
    List<String> fallbacks,
    ModelFacts facts,
    Quality quality,
    Strategy strategy,
    TrafficSplit split,
    Resilience resilience,
    TrafficSplit shadow) {
  public static final ModelSettings NONE =
      new ModelSettings(
          List.of(),
          ModelFacts.NONE,
          null,
          null,
          TrafficSplit.NONE,
          Resilience.NONE,
          TrafficSplit.NONE);

  public ModelSettings {
    fallbacks = List.copyOf(fallbacks);
  }

  static ModelSettings from(ConfigView view, String prefix) {
    return new ModelSettings(
        view.list(prefix + "fallbacks"),
        ModelFacts.from(view, prefix),
        quality(view, prefix + "quality"),
        Strategy.from(view, prefix + "strategy"),
        TrafficSplit.from(view, prefix + "split"),
        Resilience.from(view, prefix),
        TrafficSplit.from(view, prefix + "shadow"));
  }

  static long tokens(ConfigView view, String name) {
    int tokens = view.integer(name).orElse(0);
    if (tokens < 0 || tokens == 0 && view.text(name).isPresent()) {
      throw new ConfigException(name, "must be at least 1");
    }
    return tokens;
  }

  static Set<String> capabilities(ConfigView view, String name) {
    Set<String> found = new TreeSet<>(view.list(name));
    for (String capability : found) {
      if (!VirtualModel.CAPABILITIES.contains(capability)) {
        throw new ConfigException(
            name, "not one of " + new TreeSet<>(VirtualModel.CAPABILITIES) + ": " + capability);
      }
    }
    return found;
  }

  /**
   * @return null when it is not set
   */
  static Quality quality(ConfigView view, String name) {
    return view.text(name)
        .map(
            text ->
                Quality.of(text)
                    .orElseThrow(
                        () ->
                            new ConfigException(name, "not one of " + Quality.NAMES + ": " + text)))
        .orElse(null);
  }
}
