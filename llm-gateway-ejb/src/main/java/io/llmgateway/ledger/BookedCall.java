package io.llmgateway.ledger;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One journal entry with its postings, and what its usage records say should have been posted. See
 * {@link BatchWriter}, which posts it.
 */
final class BookedCall {
  private final LedgerRows.Entry entry;
  private final Map<String, BigDecimal> posted = new TreeMap<>();
  private final Map<String, BigDecimal> owed = new TreeMap<>();
  private int records;

  BookedCall(LedgerRows.Entry entry, List<LedgerRows.PostingRow> postings) {
    this.entry = entry;
    postings.forEach(p -> add(posted, p.account(), p.currency(), p.amount()));
  }

  LedgerRows.Entry entry() {
    return entry;
  }

  int records() {
    return records;
  }

  void add(LedgerRows.Usage record) {
    records++;
    BookedUsage said = record.booked();
    String currency = said.chargeCurrency();
    add(owed, LedgerAccounts.REVENUE, currency, said.charge());
    add(owed, LedgerAccounts.UNCOLLECTIBLE, currency, said.uncollected().negate());
    add(
        owed,
        LedgerAccounts.wallet(said.account()),
        currency,
        said.uncollected().subtract(said.charge()));
    if (said.cost() != null) {
      String bearer =
          charged(said.endState())
              ? LedgerAccounts.providerCost(record.provider())
              : LedgerAccounts.FAILED_CALLS;
      add(owed, bearer, said.costCurrency(), said.cost().negate());
      add(
          owed,
          LedgerAccounts.providerPayable(record.provider()),
          said.costCurrency(),
          said.cost());
    }
  }

  /**
   * @return the difference in words, or null when the postings are what the records say
   */
  String difference() {
    return posted.equals(owed)
        ? null
        : "its postings are " + posted + ", its usage records say " + owed;
  }

  private static boolean charged(String endState) {
    for (EndState known : EndState.values()) {
      if (known.name().equals(endState)) {
        return known.charged();
      }
    }
    return false;
  }

  private static void add(
      Map<String, BigDecimal> sums, String account, String currency, BigDecimal amount) {
    sums.merge(account + " " + currency, amount, (a, b) -> a.add(b));
    sums.values().removeIf(sum -> sum.signum() == 0);
  }
}
