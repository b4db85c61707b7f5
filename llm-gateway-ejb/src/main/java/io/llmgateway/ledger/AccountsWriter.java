package io.llmgateway.ledger;

import io.llmgateway.config.ConfigException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Brings the accounts that the operator declares into an open transaction: only what is new. */
final class AccountsWriter {
  private final Connection connection;
  private final Drafts drafts;
  private final Instant now;

  /** Opens the block that an opening balance is booked in. */
  interface Drafts {
    BlockDraft open(Connection connection, List<String> accounts) throws SQLException;
  }

  AccountsWriter(Connection connection, Drafts drafts, Instant now) {
    this.connection = connection;
    this.drafts = drafts;
    this.now = now;
  }

  /**
   * @throws ConfigException when a currency is not the one that an account has been kept in
   */
  void write(Map<String, LedgerSettings.Account> accounts) throws SQLException {
    SettlementTables tables = new SettlementTables(connection);
    for (Map.Entry<String, LedgerSettings.Account> declared : accounts.entrySet()) {
      String name = declared.getKey();
      LedgerSettings.Account account = declared.getValue();
      WalletState wallet = tables.wallet(name);
      if (wallet == null) {
        tables.insertWallet(name, account.currency(), now);
      } else if (!wallet.balance().currency().equals(account.currency())) {
        throw new ConfigException(
            "gateway.account." + name + ".currency",
            "the account has been kept in "
                + wallet.balance().currency()
                + ", and that does not change");
      }
      if (account.openingBalance().signum() > 0) {
        open(name, account.openingBalance(), tables);
      }
    }
  }

  private void open(String name, Amount balance, SettlementTables tables) throws SQLException {
    EntryHead head = EntryHead.of(JournalEntry.Kind.OPENING, "opening:" + name);
    if (tables.postings(head.reference()).isEmpty()) {
      new EntryWriter(connection, drafts)
          .book(
              EntryPlan.move(
                  head, balance, LedgerAccounts.OPENING_EQUITY, LedgerAccounts.wallet(name)));
    }
  }
}
