package io.llmgateway.chat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/** Reads the table of {@link OutcomeRule}s. */
final class OutcomeRules {
  private OutcomeRules() {}

  static Map<Outcome, OutcomeRule> read(String resource) {
    try (InputStream in = OutcomeRules.class.getResourceAsStream(resource)) {
      return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @return exactly one row for each outcome
   * @throws IllegalArgumentException when a row can not be read, is missing or stands twice
   */
  static Map<Outcome, OutcomeRule> parse(String table) {
    Map<Outcome, OutcomeRule> rules = new EnumMap<>(Outcome.class);
    table
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(OutcomeRule::parse)
        .forEach(rule -> add(rules, rule));
    for (Outcome outcome : Outcome.values()) {
      if (!rules.containsKey(outcome)) {
        throw new IllegalArgumentException("no row for " + outcome);
      }
    }
    return Collections.unmodifiableMap(rules);
  }

  private static void add(Map<Outcome, OutcomeRule> rules, OutcomeRule rule) {
    if (rules.putIfAbsent(rule.outcome(), rule) != null) {
      throw new IllegalArgumentException("two rows for " + rule.outcome());
    }
  }
}
