package io.llmgateway.routing;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import io.llmgateway.routing.constraint.PriceCeiling;
import io.llmgateway.routing.constraint.Quality;
import io.llmgateway.routing.prompt.Language;
import io.llmgateway.routing.prompt.TaskType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A name that stands for a choice among models.
 *
 * @param pool public models; empty for all listed chat models that the key may call
 * @param byTask models that come first for a kind of work, in this order
 * @param byLanguage models that come first for a language, in this order, where no task's rule says
 *     so
 * @param quality the least tier, or null
 * @param minContext the least context window in tokens, or 0
 * @param capabilities that every choice must have
 * @param maxPrice never null
 */
public record VirtualModel(
    String name,
    List<String> pool,
    Map<TaskType, List<String>> byTask,
    Map<String, List<String>> byLanguage,
    Quality quality,
    long minContext,
    Set<String> capabilities,
    PriceCeiling maxPrice,
    Weights weights) {
  /** The virtual model that there is without being declared. */
  public static final String AUTO = "auto";

  static final Set<String> CAPABILITIES =
      Set.of(
          "tools",
          "parallel_tools",
          "streaming_tool_calls",
          "json_mode",
          "json_schema",
          "schema_unions",
          "vision",
          "reasoning");

  private static final String PREFIX = "gateway.virtual.";

  public VirtualModel {
    pool = List.copyOf(pool);
    byTask = Map.copyOf(byTask);
    byLanguage = Map.copyOf(byLanguage);
    capabilities = Set.copyOf(capabilities);
  }

  /**
   * How much each side counts; 0 for not at all.
   *
   * @param price that of the cheapest model over that of the model
   * @param latency the time to the first token of the quickest model over that of the model
   * @param quality the tier
   * @param feedback what clients think of it at this kind of work
   */
  public record Weights(int price, int latency, int quality, int feedback) {
    public static final Weights DEFAULT = new Weights(2, 1, 2, 2);
  }

  static VirtualModel auto() {
    return new VirtualModel(
        AUTO, List.of(), Map.of(), Map.of(), null, 0, Set.of(), PriceCeiling.NONE, Weights.DEFAULT);
  }

  /**
   * @return all that are declared, and {@code auto}, by name
   * @throws ConfigException naming the property that can not be used
   */
  static Map<String, VirtualModel> all(ConfigView view) {
    Map<String, VirtualModel> found = new TreeMap<>();
    found.put(AUTO, auto());
    for (String name : view.groups(PREFIX, settings())) {
      found.put(name, from(view, name, PREFIX + name + "."));
    }
    for (VirtualModel virtual : found.values()) {
      for (String member : virtual.members()) {
        if (found.containsKey(member)) {
          throw new ConfigException(
              PREFIX + virtual.name() + ".models", "a virtual model is no member: " + member);
        }
      }
    }
    return found;
  }

  /**
   * @return every model that the declaration names
   */
  Set<String> members() {
    Set<String> members = new HashSet<>(pool);
    byTask.values().forEach(members::addAll);
    byLanguage.values().forEach(members::addAll);
    return members;
  }

  private static Set<String> settings() {
    Set<String> settings =
        new HashSet<>(
            Set.of(
                "models",
                "min-quality",
                "min-context",
                "capabilities",
                "max-price.prompt",
                "max-price.completion",
                "weight.price",
                "weight.latency",
                "weight.quality",
                "weight.feedback"));
    TaskType.NAMES.forEach(task -> settings.add("task." + task));
    Language.CODES.forEach(language -> settings.add("language." + language));
    return settings;
  }

  private static VirtualModel from(ConfigView view, String name, String prefix) {
    List<String> pool = view.list(prefix + "models");
    if (pool.isEmpty() && !name.equals(AUTO)) {
      throw new ConfigException(prefix + "models", "is required, and not set");
    }
    Map<TaskType, List<String>> byTask = new HashMap<>();
    for (TaskType task : TaskType.values()) {
      List<String> models = view.list(prefix + "task." + task.written());
      if (!models.isEmpty()) {
        byTask.put(task, models);
      }
    }
    Map<String, List<String>> byLanguage = new HashMap<>();
    for (String language : Language.CODES) {
      List<String> models = view.list(prefix + "language." + language);
      if (!models.isEmpty()) {
        byLanguage.put(language, models);
      }
    }
    return new VirtualModel(
        name,
        pool,
        byTask,
        byLanguage,
        ModelSettings.quality(view, prefix + "min-quality"),
        ModelSettings.tokens(view, prefix + "min-context"),
        ModelSettings.capabilities(view, prefix + "capabilities"),
        new PriceCeiling(
            ceiling(view, prefix + "max-price.prompt"),
            ceiling(view, prefix + "max-price.completion"),
            null,
            null),
        weights(view, prefix + "weight."));
  }

  private static BigDecimal ceiling(ConfigView view, String name) {
    BigDecimal price = view.decimal(name).orElse(null);
    if (price != null && price.signum() < 0) {
      throw new ConfigException(name, "must not be negative: " + price);
    }
    return price;
  }

  private static Weights weights(ConfigView view, String prefix) {
    List<Integer> found = new ArrayList<>();
    List<Integer> otherwise =
        List.of(
            Weights.DEFAULT.price(),
            Weights.DEFAULT.latency(),
            Weights.DEFAULT.quality(),
            Weights.DEFAULT.feedback());
    for (String side : List.of("price", "latency", "quality", "feedback")) {
      int weight = view.integer(prefix + side).orElse(otherwise.get(found.size()));
      if (weight < 0 || weight > 100) {
        throw new ConfigException(prefix + side, "must be from 0 to 100: " + weight);
      }
      found.add(weight);
    }
    return new Weights(found.get(0), found.get(1), found.get(2), found.get(3));
  }
}
