package io.llmgateway.ledger;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How finely a provider's file tells its costs apart. */
public enum Granularity {
  DAY_MODEL(true, true),
  DAY(true, false),
  MODEL(false, true),
  TOTAL(false, false);

  private final boolean byDay;
  private final boolean byModel;

  Granularity(boolean byDay, boolean byModel) {
    this.byDay = byDay;
    this.byModel = byModel;
  }

  public boolean byDay() {
    return byDay;
  }

  public boolean byModel() {
    return byModel;
  }

  /**
   * @return the name as operators write it
   */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(Granularity::word).toList();
  }
}
