package io.llmgateway.ledger;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * An entry as it shall be booked, apart from calls.
 *
 * @param lines none of them zero; they sum to zero
 */
record EntryPlan(EntryHead head, List<EntryLine> lines) {
  EntryPlan {
    lines = List.copyOf(lines);
  }

  /** Debits one ledger account and credits another; the other way round when negative. */
  static EntryPlan move(EntryHead head, Amount amount, String from, String to) {
    return new EntryPlan(
        head, List.of(new EntryLine(from, amount.negate()), new EntryLine(to, amount)));
  }

  /**
   * Takes an entry back. What a provider gets for a call it gets nevertheless: the cost stays, as
   * that of a call which nobody pays for.
   */
  static EntryPlan reversal(EntryHead head, EntryView entry) {
    if (!entry.kind().equals(JournalEntry.Kind.SETTLEMENT.name())) {
      return new EntryPlan(
          head,
          entry.postings().stream()
              .map(line -> new EntryLine(line.ledgerAccount(), line.amount().negate()))
              .toList());
    }
    Map<String, Amount> sums = new LinkedHashMap<>();
    for (EntryView.Line line : entry.postings()) {
      String account =
          LedgerAccounts.isProviderPayable(line.ledgerAccount())
              ? LedgerAccounts.FAILED_CALLS
              : line.ledgerAccount();
      sums.merge(account + " " + line.amount().currency(), line.amount().negate(), Amount::plus);
    }
    List<EntryLine> lines = new ArrayList<>();
    sums.forEach(
        (key, amount) -> {
          if (amount.signum() != 0) {
            lines.add(new EntryLine(key.substring(0, key.lastIndexOf(' ')), amount));
          }
        });
    return new EntryPlan(head, lines);
  }

  /**
   * @return the accounts whose wallets have a line
   */
  List<String> accounts() {
    return lines.stream()
        .map(line -> LedgerAccounts.accountOf(line.ledgerAccount()))
        .filter(Objects::nonNull)
        .distinct()
        .toList();
  }

  /** Whether an entry of the same reference says the same. */
  boolean says(EntryView booked) {
    return head.kind().name().equals(booked.kind())
        && Objects.equals(head.reason(), booked.reason())
        && Objects.equals(head.reverses(), booked.reverses())
        && lines.equals(
            booked.postings().stream()
                .map(line -> new EntryLine(line.ledgerAccount(), line.amount()))
                .toList());
  }
}
