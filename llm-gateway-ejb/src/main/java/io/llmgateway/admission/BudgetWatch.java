package io.llmgateway.admission;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Reads, in the background, what all nodes have spent of the budgets that are used here, and tells
 * when a threshold is passed: once in each period, whichever node notices it.
 */
final class BudgetWatch {
  private static final Logger LOG = Logger.getLogger(BudgetWatch.class.getName());
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  private final BudgetNotices notices;
  private final BudgetAlerts alerts;
  private final Clock clock;
  private final Set<Told> told = new HashSet<>();

  private record Told(String budget, Instant periodStart, int percent) {}

  BudgetWatch(BudgetNotices notices, BudgetAlerts alerts, Clock clock) {
    this.notices = notices;
    this.alerts = alerts;
    this.clock = clock;
  }

  /**
   * @param thresholds percents, in ascending order
   */
  void look(List<BudgetMeter> budgets, List<Integer> thresholds) {
    for (BudgetMeter budget : budgets) {
      if (budget.startRefresh()) {
        try {
          tell(budget, budget.refresh(), thresholds);
        } catch (RuntimeException e) {
          budget.refreshFailed();
          LOG.log(Level.WARNING, "what was spent of a budget could not be read", e);
          return;
        }
      }
    }
  }

  private void tell(BudgetMeter budget, BudgetMeter.Use use, List<Integer> thresholds) {
    BigDecimal amount = budget.budget().amount();
    for (int percent : thresholds) {
      boolean passed =
          amount.signum() > 0
              && use.spent()
                      .multiply(HUNDRED)
                      .compareTo(amount.multiply(BigDecimal.valueOf(percent)))
                  >= 0;
      Told threshold = new Told(budget.name(), use.periodStart(), percent);
      if (passed && !told.contains(threshold)) {
        boolean first = notices.first(budget.name(), use.periodStart(), percent, clock.instant());
        told.removeIf(
            old ->
                old.budget().equals(budget.name())
                    && old.periodStart().isBefore(use.periodStart()));
        told.add(threshold);
        if (first) {
          alerts.passed(words(budget), percent, sentence(budget, use, percent));
        }
      }
    }
  }

  private static String words(BudgetMeter budget) {
    return budget.subject().kind().name().toLowerCase(Locale.ROOT) + " " + budget.subject().name();
  }

  private static String sentence(BudgetMeter budget, BudgetMeter.Use use, int percent) {
    return "%s has used %s of its budget of %s for %s since %s: %d %% is passed"
        .formatted(
            words(budget),
            use.spent().setScale(6, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString(),
            budget.budget().amount().stripTrailingZeros().toPlainString(),
            budget.budget().period(),
            use.periodStart(),
            percent);
  }
}
