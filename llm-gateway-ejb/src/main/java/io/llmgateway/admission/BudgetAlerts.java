package io.llmgateway.admission;

/** A port to whoever tells people. */
@FunctionalInterface
public interface BudgetAlerts {

  /**
   * A budget has passed a threshold; told once in each period.
   *
   * @param subject such as {@code key app} or {@code account team}
   * @param percent the threshold
   * @param text a sentence for people
   */
  void passed(String subject, int percent, String text);
}
