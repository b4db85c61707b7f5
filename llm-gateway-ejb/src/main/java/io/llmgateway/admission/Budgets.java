package io.llmgateway.admission;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The budgets of all keys and accounts. What was spent goes on as long as a budget stays. */
final class Budgets {
  private final SpendHistory history;
  private final Clock clock;
  private volatile Map<Subject, List<BudgetMeter>> meters = Map.of();

  Budgets(SpendHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
  }

  /**
   * @param declared those of accounts, and what keys have besides their own
   */
  void apply(Map<Subject, List<KeySettings.Budget>> declared, Collection<KeySettings> keys) {
    Map<Subject, List<BudgetMeter>> next = new HashMap<>();
    declared.forEach(
        (subject, budgets) -> {
          if (subject.kind() == Subject.Kind.ACCOUNT) {
            budgets.forEach(budget -> add(next, subject, subject.name(), budget));
          }
        });
    for (KeySettings key : keys) {
      Subject subject = new Subject(Subject.Kind.KEY, key.name());
      if (key.budget() != null) {
        add(next, subject, key.account(), key.budget());
      }
      declared
          .getOrDefault(subject, List.of())
          .forEach(budget -> add(next, subject, key.account(), budget));
    }
    meters = Map.copyOf(next);
  }

  private void add(
      Map<Subject, List<BudgetMeter>> next,
      Subject subject,
      String account,
      KeySettings.Budget budget) {
    BudgetMeter meter =
        meters.getOrDefault(subject, List.of()).stream()
            .filter(known -> known.budget().equals(budget) && known.account().equals(account))
            .findFirst()
            .orElseGet(() -> new BudgetMeter(subject, account, budget, history, clock));
    next.computeIfAbsent(subject, s -> new ArrayList<>(1)).add(meter);
  }

  /**
   * @return those that the caller's requests count against
   */
  List<BudgetMeter> of(Caller caller) {
    Map<Subject, List<BudgetMeter>> now = meters;
    if (now.isEmpty()) {
      return List.of();
    }
    List<BudgetMeter> own = now.get(new Subject(Subject.Kind.KEY, caller.key()));
    List<BudgetMeter> account = now.get(new Subject(Subject.Kind.ACCOUNT, caller.account()));
    if (own == null || account == null) {
      return Objects.requireNonNullElse(own == null ? account : own, List.of());
    }
    List<BudgetMeter> all = new ArrayList<>(own);
    all.addAll(account);
    return all;
  }

  /**
   * @return all budgets that there are
   */
  List<BudgetMeter> all() {
    return meters.values().stream().flatMap(List::stream).toList();
  }
}
