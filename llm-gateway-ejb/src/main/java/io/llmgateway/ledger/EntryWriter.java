package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Books entries that are no call's, in an open transaction: each reference once. Every change of a
 * wallet that no call makes goes through here, so that grants know what calls have spent.
 */
final class EntryWriter {
  private final Connection connection;
  private final AccountsWriter.Drafts drafts;
  private final EntryTables entries;

  EntryWriter(Connection connection, AccountsWriter.Drafts drafts) {
    this.connection = connection;
    this.drafts = drafts;
    this.entries = new EntryTables(connection);
  }

  /** Makes a plan when the wallets are locked. */
  interface Planner {
    /**
     * @return null when there is nothing to book
     */
    EntryPlan plan(BlockDraft block, GrantTables grants) throws SQLException;
  }

  Booked book(EntryPlan plan) throws SQLException {
    return book(plan.head().reference(), plan.accounts(), (block, grants) -> plan);
  }

  /**
   * @param accounts whose wallets may change
   * @throws ChatException.Final NOT_FOUND when there is no such account; INVALID_REQUEST when it is
   *     kept in another currency; CONFLICT when the reference was booked with other content;
   *     INSUFFICIENT_FUNDS when a wallet has not so much
   * @throws InsufficientBalanceException when a wallet has so much, but a node has leased it
   */
  Booked book(String reference, List<String> accounts, Planner planner) throws SQLException {
    requireAccounts(accounts);
    BlockDraft block = drafts.open(connection, accounts);
    GrantTables grants = new GrantTables(connection, block.now());
    for (String account : accounts) {
      grants.settleUse(block.wallet(account));
    }
    EntryPlan plan = planner.plan(block, grants);
    EntryView before = entries.withReference(reference);
    if (plan == null || before != null) {
      if (plan != null && !plan.says(before)) {
        throw otherContent(reference);
      }
      return new Booked(before, false, wallets(block, accounts));
    }
    draw(plan, block);
    block.write();
    List<WalletState> wallets = wallets(block, accounts);
    for (WalletState wallet : wallets) {
      grants.mark(wallet);
    }
    return new Booked(entries.withReference(reference), true, wallets);
  }

  private static void draw(EntryPlan plan, BlockDraft block) {
    EntryLines lines = block.entry(plan.head());
    for (EntryLine line : plan.lines()) {
      String account = LedgerAccounts.accountOf(line.ledgerAccount());
      if (account == null) {
        lines.add(line.ledgerAccount(), line.amount());
      } else {
        WalletState wallet = block.wallet(account);
        requireCurrency(wallet, line.amount());
        requireMoney(wallet, line.amount());
        block.post(lines, account, line.amount(), Amount.zero(line.amount().currency()));
      }
    }
  }

  private void requireAccounts(List<String> accounts) throws SQLException {
    SettlementTables tables = new SettlementTables(connection);
    for (String account : accounts) {
      if (tables.wallet(account) == null) {
        throw new ChatException.Final(
            ErrorCode.NOT_FOUND, "There is no account " + account + ".", "account");
      }
    }
  }

  private static List<WalletState> wallets(BlockDraft block, List<String> accounts) {
    List<WalletState> wallets = new ArrayList<>();
    accounts.forEach(account -> wallets.add(block.wallet(account)));
    return wallets;
  }

  static void requireCurrency(WalletState wallet, Amount amount) {
    String currency = wallet.balance().currency();
    if (!currency.equals(amount.currency())) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST,
          "The account " + wallet.account() + " is kept in " + currency + ".",
          "currency");
    }
  }

  /** What is leased can be recalled; what is not there can not. */
  private static void requireMoney(WalletState wallet, Amount change) {
    Amount most = wallet.balance().plus(wallet.creditLine());
    if (change.signum() < 0 && most.plus(change).signum() < 0) {
      throw insufficient(wallet);
    }
  }

  static ChatException.Final insufficient(WalletState wallet) {
    return new ChatException.Final(
        ErrorCode.INSUFFICIENT_FUNDS,
        "The account " + wallet.account() + " has not so much that calls in flight do not hold.",
        "amount");
  }

  static ChatException.Final otherContent(String reference) {
    return new ChatException.Final(
        ErrorCode.CONFLICT,
        "The reference " + reference + " was booked before with other content.",
        "reference");
  }
}
