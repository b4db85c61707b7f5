package io.llmgateway.ledger;

import java.util.function.Consumer;

/** Counts findings, and hands on the first ones: a ledger may have millions of bad rows. */
final class Findings {
  private final int limit;
  private final Consumer<Finding> reader;
  private long count;

  /**
   * @param limit how many the reader gets at the most
   */
  Findings(int limit, Consumer<Finding> reader) {
    this.limit = limit;
    this.reader = reader;
  }

  void add(Finding.Code code, String row, String message) {
    count++;
    if (count <= limit) {
      reader.accept(new Finding(code, row, message));
    }
  }

  /** Whether there is any use in finding out more about what is wrong. */
  boolean wanted() {
    return count < limit;
  }

  long count() {
    return count;
  }
}
