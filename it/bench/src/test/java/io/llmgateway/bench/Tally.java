package io.llmgateway.bench;

/** How many exchanges were answered well, how many went wrong, and how the first of these did. */
final class Tally {
  private int answers;
  private int faults;
  private String first;

  synchronized void count(Exchange exchange) {
    if (exchange.good()) {
      answers++;
    } else {
      fault(exchange.fault());
    }
  }

  synchronized void fault(String what) {
    if (faults++ == 0) {
      first = what;
    }
  }

  synchronized int answers() {
    return answers;
  }

  /** A line about the faults, or null when there were none. */
  synchronized String faults() {
    return faults == 0 ? null : faults + " faults, first: " + first;
  }
}
