package io.llmgateway.ledger;

import java.time.Instant;
import java.util.List;

/**
 * A journal entry with its postings, which sum to zero per currency.
 *
 * @param id grows with time; the cursor of {@link EntryQuery}
 * @param reference unique for ever: what the entry is the booking of
 * @param principal who had it booked, or null when the gateway did by itself
 * @param reverses the id of the entry that this one takes back, or null
 * @param chain and {@code block}: where the entry is sealed; null in entries of older versions
 * @param postings none when no money moved
 */
public record EntryView(
    String id,
    String kind,
    String reference,
    Instant createdAt,
    String principal,
    String reason,
    String reverses,
    Long chain,
    Long block,
    List<Line> postings) {
  public EntryView {
    postings = List.copyOf(postings);
  }

  /**
   * One line.
   *
   * @param amount a credit is positive
   */
  public record Line(int number, String ledgerAccount, Amount amount) {}
}
