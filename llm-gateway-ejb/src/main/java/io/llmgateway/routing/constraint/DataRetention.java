package io.llmgateway.routing.constraint;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a provider does with prompts and answers after the call; the strictest first. */
public enum DataRetention {
  /** Nothing is kept. */
  NONE,
  /** Kept for a limited time against abuse, and then deleted. */
  LIMITED,
  /** Kept without such a limit. */
  STORED,
  /** May become training data. */
  TRAINING;

  public static final List<String> NAMES =
      Arrays.stream(values()).map(DataRetention::written).toList();

  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @return whether a channel of this class does no more with the data than {@code most}
   */
  public boolean within(DataRetention most) {
    return compareTo(most) <= 0;
  }

  public static Optional<DataRetention> of(String written) {
    return Arrays.stream(values()).filter(each -> each.written().equals(written)).findFirst();
  }
}
