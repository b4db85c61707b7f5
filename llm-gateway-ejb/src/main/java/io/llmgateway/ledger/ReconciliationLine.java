package io.llmgateway.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A day and a model of a provider's invoice beside the usage records.
 *
 * @param number within the reconciliation, from 1, for ever
 * @param stated null when the provider does not name it
 * @param posted what went to clearing: after a comparison, the difference
 * @param resolved what left clearing for the variance
 * @param openedAt since when something of it is in clearing, or was the last time; null for never
 * @param ageDays whole days since then, or null when nothing is in clearing
 */
public record ReconciliationLine(
    int number,
    UsageSlot slot,
    StatedUsage stated,
    RecordedUsage recorded,
    Amount posted,
    Amount resolved,
    Instant openedAt,
    Long ageDays) {

  /** How the two sides agree. */
  public enum Match {
    MATCHED,
    DIFFERENCE,
    ONLY_STATED,
    ONLY_RECORDED;

    /**
     * @return the name as operators write it
     */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static List<String> words() {
      return Arrays.stream(values()).map(Match::word).toList();
    }
  }

  static ReconciliationLine of(
      int number, UsageSlot slot, StatedUsage stated, RecordedUsage recorded) {
    Amount nothing = Amount.zero(recorded.cost().currency());
    return new ReconciliationLine(number, slot, stated, recorded, nothing, nothing, null, null);
  }

  public Match match() {
    if (stated == null) {
      return Match.ONLY_RECORDED;
    }
    if (difference().signum() == 0) {
      return Match.MATCHED;
    }
    return recorded.attempts() == 0 ? Match.ONLY_STATED : Match.DIFFERENCE;
  }

  public Amount statedCost() {
    return stated == null ? Amount.zero(posted.currency()) : stated.cost();
  }

  /** What the provider asks beyond the records. */
  public Amount difference() {
    return statedCost().minus(recorded.cost());
  }

  /** What is in clearing. */
  public Amount open() {
    return posted.minus(resolved);
  }

  ReconciliationLine recounted(RecordedUsage now) {
    return new ReconciliationLine(number, slot, stated, now, posted, resolved, openedAt, ageDays);
  }

  /** With all of the difference posted. */
  ReconciliationLine posted(Instant now) {
    return with(difference(), resolved, now);
  }

  /** With all that is open given up. */
  ReconciliationLine resolved(Instant now) {
    return with(posted, posted, now);
  }

  /** With a resolution taken back. */
  ReconciliationLine reopened(Amount amount, Instant now) {
    return with(posted, resolved.minus(amount), now);
  }

  /** With nothing booked. */
  ReconciliationLine withdrawn(Instant now) {
    Amount nothing = Amount.zero(posted.currency());
    return with(nothing, nothing, now);
  }

  private ReconciliationLine with(Amount newPosted, Amount newResolved, Instant now) {
    boolean opens = open().signum() == 0 && newPosted.compareTo(newResolved) != 0;
    boolean again = opens && newPosted.equals(posted) && openedAt != null;
    return new ReconciliationLine(
        number,
        slot,
        stated,
        recorded,
        newPosted,
        newResolved,
        opens && !again ? now : openedAt,
        ageDays);
  }
}
