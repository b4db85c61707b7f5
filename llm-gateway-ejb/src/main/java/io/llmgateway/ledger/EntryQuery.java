package io.llmgateway.ledger;

import java.time.Instant;

/**
 * Which journal entries are wanted, in the order of their ids. A null field does not filter. An
 * index serves each filter but the kind: alone, that needs a time span.
 *
 * @param ledgerAccount with a posting on this ledger account
 * @param kind one of {@link JournalEntry.Kind}
 * @param from booked at this time or later
 * @param to booked before this time
 * @param limit at most so many, 1 or more
 * @param after the id of the last entry of the page before
 */
public record EntryQuery(
    String ledgerAccount,
    String reference,
    JournalEntry.Kind kind,
    Instant from,
    Instant to,
    int limit,
    String after) {

  /** Whether an index leads to the entries without a look at all others of a long time. */
  public boolean indexed() {
    boolean bounded =
        from != null && to != null && !to.isAfter(from.plus(UsageFilter.LONGEST_SPAN));
    return kind == null || ledgerAccount != null || reference != null || bounded;
  }

  /** The same for the page after this entry. */
  public EntryQuery after(String id) {
    return new EntryQuery(ledgerAccount, reference, kind, from, to, limit, id);
  }
}
