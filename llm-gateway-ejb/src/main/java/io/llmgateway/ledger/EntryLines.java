package io.llmgateway.ledger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The lines of one journal entry while it is drawn up. Lines of zero are left out. */
final class EntryLines {
  private final String entryId;
  private final EntryHead head;
  private final List<Posting> postings = new ArrayList<>(4);

  EntryLines(String entryId, EntryHead head) {
    this.entryId = entryId;
    this.head = head;
  }

  String entryId() {
    return entryId;
  }

  JournalEntry entry(Instant now, int chain, long block) {
    return new JournalEntry(entryId, head, now, chain, block);
  }

  /** Debits one ledger account and credits another with the same amount. */
  void move(Amount amount, String from, String to) {
    if (amount.signum() != 0) {
      add(from, amount.negate());
      add(to, amount);
    }
  }

  /** One side of the entry; the caller owes the other. */
  void add(String ledgerAccount, Amount amount) {
    if (amount.signum() != 0) {
      postings.add(new Posting(entryId, postings.size() + 1, ledgerAccount, amount));
    }
  }

  /**
   * @throws IllegalStateException when the lines do not sum to zero in each currency
   */
  List<Posting> balanced() {
    Map<String, Amount> sums = new HashMap<>();
    postings.forEach(p -> sums.merge(p.amount().currency(), p.amount(), Amount::plus));
    if (sums.values().stream().anyMatch(s -> s.signum() != 0)) {
      throw new IllegalStateException("entry " + entryId + " does not sum to zero: " + sums);
    }
    return postings;
  }
}
