package io.llmgateway.admission;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The limits of accounts, models and channels, budgets, and how long a request may wait for them.
 *
 * @param budgets of keys and accounts, by subject
 * @param thresholds percents of a budget whose passing is told, in ascending order
 * @param shared whether the limits count over all nodes of one database
 * @param maxWait how long a request may wait for its limits; zero refuses it at once
 * @param queueSize how many may wait at a time
 */
record LimitSettings(
    Map<String, RateLimits> accounts,
    Map<String, RateLimits> models,
    Map<String, RateLimits> channels,
    Map<Subject, List<KeySettings.Budget>> budgets,
    List<Integer> thresholds,
    boolean shared,
    Duration maxWait,
    int queueSize) {
  static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
  static final LimitSettings DEFAULTS =
      new LimitSettings(
          Map.of(),
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(50, 80, 100),
          false,
          Duration.ZERO,
          1_000);

  private static final String SHARED = "gateway.limit.shared";
  private static final String MAX_WAIT = "gateway.queue.max-wait";
  private static final String QUEUE_SIZE = "gateway.queue.size";
  private static final String THRESHOLDS = "gateway.budget.thresholds";
  private static final int LARGEST_QUEUE = 1_000_000;

  LimitSettings {
    accounts = Map.copyOf(accounts);
    models = Map.copyOf(models);
    channels = Map.copyOf(channels);
    budgets = Map.copyOf(budgets);
    thresholds = List.copyOf(thresholds);
  }

  /**
   * @throws ConfigException naming the property that can not be used
   */
  static LimitSettings from(ConfigView config) {
    return new LimitSettings(
        limits(config, "gateway.account."),
        limits(config, "gateway.model."),
        limits(config, "gateway.channel."),
        BudgetSettings.from(config),
        thresholds(config),
        config.flag(SHARED).orElse(DEFAULTS.shared),
        wait(config.duration(MAX_WAIT).orElse(DEFAULTS.maxWait)),
        queueSize(config.integer(QUEUE_SIZE).orElse(DEFAULTS.queueSize)));
  }

  private static Map<String, RateLimits> limits(ConfigView config, String prefix) {
    Map<String, RateLimits> limits = new TreeMap<>();
    for (String name : config.groups(prefix, RateLimits.SUFFIXES)) {
      limits.put(name, RateLimits.from(config, prefix + name + "."));
    }
    return limits;
  }

  private static Duration wait(Duration wait) {
    if (wait.isNegative() || wait.compareTo(LONGEST_WAIT) > 0) {
      throw new ConfigException(MAX_WAIT, "must be from PT0S to " + LONGEST_WAIT + ": " + wait);
    }
    return wait;
  }

  private static int queueSize(int size) {
    if (size < 1 || size > LARGEST_QUEUE) {
      throw new ConfigException(QUEUE_SIZE, "must be from 1 to " + LARGEST_QUEUE + ": " + size);
    }
    return size;
  }

  private static List<Integer> thresholds(ConfigView config) {
    if (!config.has(THRESHOLDS)) {
      return DEFAULTS.thresholds;
    }
    List<Integer> percents = new ArrayList<>();
    for (String text : config.list(THRESHOLDS)) {
      percents.add(percent(text));
    }
    return percents.stream().sorted().distinct().toList();
  }

  private static int percent(String text) {
    try {
      int percent = Integer.parseInt(text);
      if (percent >= 1 && percent <= 1_000) {
        return percent;
      }
    } catch (NumberFormatException e) {
      throw new ConfigException(THRESHOLDS, "not a whole number of percent: " + text);
    }
    throw new ConfigException(THRESHOLDS, "must be from 1 to 1000: " + text);
  }
}
