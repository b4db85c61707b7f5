package io.llmgateway.routing;

import io.llmgateway.catalog.Catalog;
import io.llmgateway.catalog.Retirement;
import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.constraint.AccountPolicy;
import java.util.Collections;
import java.util.HashSet;
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
 * @param strategy of models that have none of their own
 * @param virtual the virtual models by name
 * @param policies of the accounts that have one, by name
 * @param retirements of models, by each name that no provider of the catalogue keeps
 */
public record RoutingSettings(
    List<ChannelSettings> channels,
    Map<String, ModelSettings> models,
    RetrySettings retry,
    Strategy strategy,
    Map<String, VirtualModel> virtual,
    Map<String, AccountPolicy> policies,
    Map<String, Retirement> retirements) {
  private static final String MODEL = "gateway.model.";
  private static final String STRATEGY = "gateway.routing.strategy";
  private static final Set<String> MODEL_SETTINGS =
      with(
          ModelFacts.SETTINGS,
          "fallbacks",
          "strategy",
          "split",
          "shadow",
          "quality",
          "hedge.after",
          "rescue",
          "price.input",
          "price.output",
          "price.cache-read",
          "price.cache-write",
          "price.reasoning",
          "price.request",
          "price.image",
          "price.currency");

  public RoutingSettings {
    channels = List.copyOf(channels);
    models = Collections.unmodifiableMap(new TreeMap<>(models));
    virtual = Collections.unmodifiableMap(new TreeMap<>(virtual));
    policies = Map.copyOf(policies);
    retirements = Map.copyOf(retirements);
  }

  /**
   * @throws ConfigException naming the property that can not be used
   */
  public static RoutingSettings from(ConfigView view, Catalog catalog) {
    Map<String, ModelSettings> models = new TreeMap<>();
    for (String model : view.groups(MODEL, MODEL_SETTINGS)) {
      models.put(model, ModelSettings.from(view, MODEL + model + "."));
    }
    requireRealBases(models, catalog);
    Map<String, VirtualModel> virtual = VirtualModel.all(view);
    requireRealSplits(models, virtual);
    Strategy strategy = Strategy.from(view, STRATEGY);
    return new RoutingSettings(
        new ChannelDeclarations(view, catalog, models).channels(),
        models,
        RetrySettings.from(view),
        strategy == null ? Strategy.PRIORITY : strategy,
        virtual,
        AccountPolicy.all(view),
        catalog.retirements());
  }

  private static void requireRealBases(Map<String, ModelSettings> models, Catalog catalog) {
    models.forEach(
        (model, settings) -> {
          String base = settings.facts().baseModel();
          if (base != null && catalog.model(base).isEmpty()) {
            throw new ConfigException(
                MODEL + model + ".base-model", "the catalogue knows no such model: " + base);
          }
        });
  }

  private static Set<String> with(Set<String> some, String... more) {
    Set<String> all = new HashSet<>(some);
    all.addAll(List.of(more));
    return Set.copyOf(all);
  }

  private static void requireRealSplits(
      Map<String, ModelSettings> models, Map<String, VirtualModel> virtual) {
    models.forEach(
        (model, settings) -> {
          for (TrafficSplit.Arm arm : settings.split().arms()) {
            if (virtual.containsKey(arm.model()) || virtual.containsKey(model)) {
              throw new ConfigException(
                  MODEL + model + ".split", "traffic is split between models that are not virtual");
            }
          }
        });
  }
}
