package io.llmgateway.ledger;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A provider's invoice beside what the gateway recorded of the same days.
 *
 * @param id grows with time; the cursor of lists
 * @param hash over all that the invoice says
 * @param entries how many journal entries were booked for it
 * @param principal who imported it
 */
public record Reconciliation(
    String id,
    String provider,
    String currency,
    String reference,
    ZoneId zone,
    Granularity granularity,
    String channel,
    LocalDate first,
    LocalDate last,
    String hash,
    State state,
    int entries,
    String principal,
    Instant createdAt,
    Instant comparedAt,
    Sums sums) {

  /** How far it is. */
  public enum State {
    /** Something is in clearing. */
    OPEN,
    /** Each line says the same on both sides. */
    MATCHED,
    /** There are differences, and none is in clearing any more. */
    RESOLVED,
    /** It was taken back as a whole. */
    WITHDRAWN;

    /**
     * @return the name as operators write it
     */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
      return Arrays.stream(values()).map(State::word).toList();
    }
  }

  /**
   * The lines added up.
   *
   * @param openLines lines of which something is in clearing
   * @param openedAt since when the oldest of them is there, or null
   * @param ageDays whole days since then, or null
   */
  public record Sums(
      Amount stated,
      Amount recorded,
      Amount posted,
      Amount resolved,
      long lines,
      long matched,
      long openLines,
      Instant openedAt,
      Long ageDays) {
    public Amount difference() {
      return stated.minus(recorded);
    }

    /** What is in clearing. */
    public Amount open() {
      return posted.minus(resolved);
    }
  }

  /**
   * Whether books and invoice agree, with nothing left to explain.
   *
   * @return false for one that was withdrawn
   */
  public boolean tiesOut() {
    return state == State.MATCHED || state == State.RESOLVED;
  }

  Instant start() {
    return first.atStartOfDay(zone).toInstant();
  }

  /** The first moment after it. */
  Instant end() {
    return last.plusDays(1).atStartOfDay(zone).toInstant();
  }
}
