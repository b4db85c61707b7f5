package io.llmgateway.catalog;

import java.time.LocalDate;

/**
 * That a provider takes a model out of service.
 *
 * @param date the first day without it, by the clock of UTC; null when no day is known
 * @param replacement what to ask for instead, in this provider's names; null when nobody says
 * @param source who says so
 */
public record Retirement(LocalDate date, String replacement, String source) {
  /**
   * @return a sentence for whoever asks for the model
   */
  public String advice() {
    return (date == null ? "It is said to be retired" : "It is retired as of " + date)
        + (replacement == null ? "." : "; use '" + replacement + "' instead.");
  }
}
