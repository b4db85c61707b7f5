package io.llmgateway.ledger;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/**
 * An account's month. Opening balance, entries and what calls paid sum up to the closing balance to
 * the last digit, and each closing balance is the next month's opening balance.
 *
 * @param entries all that moved the balance beside calls, in the order of the journal
 * @param usage calls by model, key and price
 * @param settled what the journal took from the wallet for calls, zero or more
 * @param archived whether records of the month have gone to an archive, so that their sums are all
 *     that the database still has
 * @param at when it was drawn up
 */
public record AccountStatement(
    String account,
    Month month,
    Amount opening,
    List<StatementEntry> entries,
    List<StatementUsage> usage,
    Amount settled,
    boolean archived,
    Instant at) {
  public AccountStatement {
    entries = List.copyOf(entries);
    usage = List.copyOf(usage);
  }

  public String currency() {
    return opening.currency();
  }

  /** Whether the month is not over, and more may come. */
  public boolean open() {
    return at.isBefore(month.end());
  }

  public Amount charge() {
    return sum(usage, StatementUsage::charge);
  }

  public Amount uncollected() {
    return sum(usage, StatementUsage::uncollected);
  }

  /** The sum of the entries. */
  public Amount moved() {
    return sum(entries, StatementEntry::amount);
  }

  public Amount closing() {
    return opening.plus(moved()).minus(settled);
  }

  /** Whether the usage records say the same as the journal. */
  public boolean tiesOut() {
    return charge().minus(uncollected()).equals(settled);
  }

  /**
   * @return SHA-256 over its lines in canonical form, in hexadecimal
   */
  public String hash() {
    CanonicalForm.Hash hash = new CanonicalForm.Hash();
    hash.add(
        CanonicalForm.line(
            "S", account, month, currency(), opening.value(), settled.value(), closing().value()));
    entries.forEach(entry -> hash.add(entry.canonical()));
    usage.forEach(group -> hash.add(group.canonical()));
    return hash.end();
  }

  private <T> Amount sum(List<T> rows, Function<T, Amount> amount) {
    return rows.stream().map(amount).reduce(Amount.zero(currency()), Amount::plus);
  }
}
