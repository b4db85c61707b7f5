package io.llmgateway.admission;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads budgets: any number of them for one key or account, each of a period of its own. */
final class BudgetSettings {
  private static final String AMOUNT = "budget.amount";
  private static final String PERIOD = "budget.period";
  private static final String DAILY = "budget.daily";
  private static final String MONTHLY = "budget.monthly";

  /** The ends of the names that are read here. */
  static final Set<String> SUFFIXES = Set.of(AMOUNT, DAILY, MONTHLY);

  private BudgetSettings() {}

  /**
   * @return those of accounts, and what keys have besides {@link KeySettings#budget}
   * @throws ConfigException naming the property that can not be used
   */
  static Map<Subject, List<KeySettings.Budget>> from(ConfigView config) {
    Map<Subject, List<KeySettings.Budget>> budgets = new HashMap<>();
    for (String name : config.groups("gateway.key.", Set.of(DAILY, MONTHLY))) {
      String prefix = "gateway.key." + name + ".";
      budgets.put(new Subject(Subject.Kind.KEY, name), further(config, prefix));
    }
    for (String name : config.groups("gateway.account.", SUFFIXES)) {
      String prefix = "gateway.account." + name + ".";
      List<KeySettings.Budget> all = further(config, prefix);
      KeySettings.Budget named = named(config, prefix);
      if (named != null) {
        all.add(named);
      }
      budgets.put(new Subject(Subject.Kind.ACCOUNT, name), all);
    }
    return budgets;
  }

  private static List<KeySettings.Budget> further(ConfigView config, String prefix) {
    List<KeySettings.Budget> budgets = new ArrayList<>(2);
    config
        .decimal(prefix + DAILY)
        .map(sum -> new KeySettings.Budget(positive(prefix + DAILY, sum), Period.ofDays(1)))
        .ifPresent(budgets::add);
    config
        .decimal(prefix + MONTHLY)
        .map(
            sum ->
                new KeySettings.Budget(positive(prefix + MONTHLY, sum), KeySettings.Budget.MONTH))
        .ifPresent(budgets::add);
    return budgets;
  }

  /**
   * @return the budget whose period stands beside its amount, or null
   */
  static KeySettings.Budget named(ConfigView config, String prefix) {
    String period = prefix + PERIOD;
    return config
        .decimal(prefix + AMOUNT)
        .map(
            amount ->
                new KeySettings.Budget(
                    positive(prefix + AMOUNT, amount),
                    config
                        .text(period)
                        .map(v -> period(period, v))
                        .orElse(KeySettings.Budget.MONTH)))
        .orElse(null);
  }

  private static BigDecimal positive(String name, BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new ConfigException(name, "must not be negative");
    }
    return amount;
  }

  private static TemporalAmount period(String name, String text) {
    try {
      TemporalAmount amount = text.contains("T") ? Duration.parse(text) : Period.parse(text);
      boolean positive =
          amount instanceof Duration d
              ? d.toSeconds() > 0
              : !((Period) amount).isNegative() && !((Period) amount).isZero();
      if (positive) {
        return amount;
      }
    } catch (DateTimeException e) {
      throw new ConfigException(name, "not a period such as P1M or P1D: " + text);
    }
    throw new ConfigException(name, "must be positive: " + text);
  }
}
