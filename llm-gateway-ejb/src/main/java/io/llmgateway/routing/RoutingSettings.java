package io.llmgateway.routing;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The channels and models of a configuration.
 *
 * @param channels declared ones, and one for each provider whose environment variable is set and
 *     that has no declared one
 * @param models what the operator says of public models, by name
 * @param retry how one request is tried
 */
public record RoutingSettings(
    List<ChannelSettings> channels, Map<String, ModelSettings> models, RetrySettings retry) {
  private static final String MODEL = "gateway.model.";
  private static final Set<String> MODEL_SETTINGS =
      Set.of(
          "fallbacks",
          "context-window",
          "max-output-tokens",
          "price.input",
          "price.output",
          "price.cache-read",
          "price.cache-write",
          "price.currency");

  public RoutingSettings {
    channels = List.copyOf(channels);
    models = Collections.unmodifiableMap(new TreeMap<>(models));
  }

  /**
   * @throws ConfigException naming the property that can not be used
   */
  public static RoutingSettings from(ConfigView view, Catalog catalog) {
    Map<String, ModelSettings> models = new TreeMap<>();
    for (String model : view.groups(MODEL, MODEL_SETTINGS)) {
      models.put(model, ModelSettings.from(view, MODEL + model + "."));
    }
    return new RoutingSettings(
        new ChannelDeclarations(view, catalog, models).channels(),
        models,
        RetrySettings.from(view));
  }
}
