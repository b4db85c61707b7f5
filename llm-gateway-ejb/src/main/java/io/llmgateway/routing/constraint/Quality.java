package io.llmgateway.routing.constraint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The operator's word on how good a model is; the lowest first. */
public enum Quality {
  ECONOMY,
  STANDARD,
  PREMIUM;

  public static final List<String> NAMES = Arrays.stream(values()).map(Quality::written).toList();

  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param known null when nobody said anything, which is enough only for the lowest tier
   */
  public boolean metBy(Quality known) {
    return known == null ? this == ECONOMY : known.compareTo(this) >= 0;
  }

  public static Optional<Quality> of(String written) {
    return Arrays.stream(values()).filter(each -> each.written().equals(written)).findFirst();
  }
}
