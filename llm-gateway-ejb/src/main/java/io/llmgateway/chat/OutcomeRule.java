package io.llmgateway.chat;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * What follows from an {@link Outcome}: the one row that retry, failover, breakers, cooldowns,
 * billing and the client's error read. The rows are data, in {@code outcome-rules.txt}, and
 * documented in docs/outcomes.md.
 *
 * @param next where the request may go on
 * @param countsForBreaker whether it counts as a failure of the channel; only OK counts as a
 *     success, and what is neither is not counted
 * @param cools what rests for a while
 * @param billable whether the caller pays for the usage that there is
 * @param code what the client sees when this is the verdict; null for OK, which is no error
 */
public record OutcomeRule(
    Outcome outcome,
    Next next,
    boolean countsForBreaker,
    Cools cools,
    boolean billable,
    ErrorCode code) {

  /** Where a request may go on, as long as the client has seen nothing of an answer. */
  public enum Next {
    /** To another candidate, or after a pause to the same one when there is no other. */
    SAME_CHANNEL,
    /** To another candidate only: this one would say the same again. */
    NEXT_CHANNEL,
    /** Nowhere: every candidate would say the same. */
    GIVE_UP
  }

  /** What rests until it is likely to work again. */
  public enum Cools {
    NOTHING,
    /** The key of the channel; its other keys go on. */
    KEY,
    /** The upstream model at the channel; the channel's other models go on. */
    MODEL,
    /** The whole channel. */
    CHANNEL
  }

  private static final Map<Outcome, OutcomeRule> RULES = OutcomeRules.read("outcome-rules.txt");

  public OutcomeRule {
    Objects.requireNonNull(outcome);
    Objects.requireNonNull(next);
    Objects.requireNonNull(cools);
    if ((code == null) != (outcome == Outcome.OK)) {
      throw new IllegalArgumentException(outcome + " needs a code, unless it is OK");
    }
  }

  /**
   * @return the row, never null
   */
  public static OutcomeRule of(Outcome outcome) {
    return RULES.get(outcome);
  }

  /**
   * Reads a row of six columns.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  static OutcomeRule parse(String line) {
    String[] columns = line.split("\\|", -1);
    if (columns.length != 6) {
      throw new IllegalArgumentException("not six columns: " + line);
    }
    return new OutcomeRule(
        Outcome.valueOf(columns[0].trim()),
        Next.valueOf(columns[1].trim()),
        yes(columns[2].trim()),
        Cools.valueOf(columns[3].trim()),
        yes(columns[4].trim()),
        code(columns[5].trim()));
  }

  private static boolean yes(String word) {
    return switch (word) {
      case "yes" -> true;
      case "no" -> false;
      default -> throw new IllegalArgumentException("neither yes nor no: " + word);
    };
  }

  private static ErrorCode code(String word) {
    return word.equals("-") ? null : ErrorCode.valueOf(word.toUpperCase(Locale.ROOT));
  }
}
