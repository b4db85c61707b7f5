package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Books money that comes into a wallet from outside, once per reference. */
final class Funding {
  private final BlockDraft block;
  private final SettlementTables tables;

  /**
   * @param block has the wallet locked
   */
  Funding(BlockDraft block, Connection connection) {
    this.block = block;
    this.tables = new SettlementTables(connection);
  }

  /**
   * @param from the ledger account that the money comes from
   * @return the wallet, or empty when the reference has been booked before
   * @throws IllegalArgumentException when there is no such account, it is kept in another currency,
   *     or the reference was booked with other content
   */
  Optional<WalletState> book(EntryHead what, String account, Amount amount, String from)
      throws SQLException {
    String currency = block.wallet(account).balance().currency();
    if (!currency.equals(amount.currency())) {
      throw new IllegalArgumentException("account " + account + " is kept in " + currency);
    }
    boolean opening = what.kind() == JournalEntry.Kind.OPENING;
    if (booked(what.reference(), account, opening ? null : amount)) {
      return Optional.empty();
    }
    EntryLines entry = block.entry(what);
    entry.add(from, amount.negate());
    block.post(entry, account, amount, Amount.zero(currency));
    block.write();
    return Optional.of(block.wallet(account));
  }

  /**
   * @param amount what must have been booked, or null when any amount will do
   */
  private boolean booked(String reference, String account, Amount amount) throws SQLException {
    List<Posting> before = tables.postings(reference);
    if (!before.isEmpty()
        && before.stream()
            .noneMatch(
                p ->
                    p.ledgerAccount().equals(LedgerAccounts.wallet(account))
                        && (amount == null || p.amount().equals(amount)))) {
      throw new IllegalArgumentException(
          "reference " + reference + " was booked before with other content");
    }
    return !before.isEmpty();
  }
}
