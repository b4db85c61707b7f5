package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * All that one transaction books, while it is drawn up: entries, usage records, and the wallets
 * that they change. Written as one block of the node's chain. Whoever books goes through here, so
 * that a wallet's balance is the sum of its postings by construction.
 *
 * <p>Locks the wallets in the order of their names, then the chain; ids are drawn after that, so
 * that they grow along the chain.
 */
final class BlockDraft {
  private final SettlementTables tables;
  private final ChainTables chains;
  private final Node node;
  private final GrowingIds ids;
  private final Instant now;
  private final Map<String, WalletState> before;
  private final Map<String, WalletState> wallets;
  private final Map<String, Amount> leases;
  private final ChainTables.Head head;
  private final List<EntryLines> entries = new ArrayList<>();
  private final List<UsageRecord> records = new ArrayList<>();

  /**
   * @param connection in an open transaction, which the caller ends
   * @param accounts whose wallets may change
   * @throws NodeLostException when the chain has gone to another node, because this one was taken
   *     to be dead
   */
  BlockDraft(
      Connection connection, Node node, GrowingIds ids, Instant now, Collection<String> accounts)
      throws SQLException {
    this.tables = new SettlementTables(connection);
    this.chains = new ChainTables(connection);
    this.node = node;
    this.ids = ids;
    this.now = now;
    this.before =
        accounts.isEmpty() ? Map.of() : tables.lockWallets(List.copyOf(new TreeSet<>(accounts)));
    this.wallets = new HashMap<>(before);
    this.leases = accounts.isEmpty() ? Map.of() : tables.leases(node.id(), before.keySet());
    this.head = chains.lock(node);
  }

  Instant now() {
    return now;
  }

  /**
   * @throws IllegalArgumentException when there is no such account
   */
  WalletState wallet(String account) {
    WalletState wallet = wallets.get(account);
    if (wallet == null) {
      throw new IllegalArgumentException("there is no account " + account);
    }
    return wallet;
  }

  /**
   * @return what this node has leased of the wallet, zero when nothing
   */
  Amount lease(String account) {
    return leases.getOrDefault(account, Amount.zero(wallet(account).balance().currency()));
  }

  /**
   * @return the lines of a new entry, to be filled
   */
  EntryLines entry(EntryHead what) {
    EntryLines lines = new EntryLines(nextId(), what);
    entries.add(lines);
    return lines;
  }

  String nextId() {
    return ids.next(now.toEpochMilli());
  }

  void record(UsageRecord record) {
    records.add(record);
  }

  /**
   * Adds up a wallet's line; a debit comes from what nobody has leased, or from this node's lease.
   */
  void post(EntryLines entry, String account, Amount amount, Amount fromLease) {
    WalletState wallet = wallet(account);
    entry.add(LedgerAccounts.wallet(account), amount);
    wallets.put(account, wallet.plus(amount, fromLease));
    if (fromLease.signum() != 0) {
      leases.put(account, lease(account).minus(fromLease));
    }
  }

  /**
   * Returns another node's lease to the wallet; the caller deletes its row.
   *
   * @return the wallet's next state
   */
  WalletState unlease(String account, Amount amount) {
    WalletState next = wallet(account).leasing(amount.negate());
    wallets.put(account, next);
    return next;
  }

  /**
   * @return what this node has leased of the accounts after this block
   */
  Map<String, Amount> leases() {
    return Map.copyOf(leases);
  }

  /**
   * Writes everything. What the wallets are then becomes true with the commit.
   *
   * @throws InsufficientBalanceException when a wallet would fall below what it may
   */
  List<WalletState> write() throws SQLException {
    List<WalletState> changed =
        wallets.values().stream().filter(w -> !w.equals(before.get(w.account()))).toList();
    for (WalletState wallet : changed) {
      if (wallet.unleased().signum() < 0) {
        throw new InsufficientBalanceException(before.get(wallet.account()));
      }
    }
    if (!entries.isEmpty()) {
      writeBlock();
    }
    tables.updateWallets(changed);
    tables.updateLeases(node.id(), leasesOf(changed));
    return List.copyOf(wallets.values());
  }

  private Map<String, Amount> leasesOf(List<WalletState> changed) {
    Map<String, Amount> own = new HashMap<>(leases);
    own.keySet().retainAll(changed.stream().map(WalletState::account).toList());
    return own;
  }

  private void writeBlock() throws SQLException {
    long number = head.lastBlock() + 1;
    CanonicalForm.Hash entriesHash = new CanonicalForm.Hash();
    List<JournalEntry> rows = new ArrayList<>(entries.size());
    List<Posting> postings = new ArrayList<>();
    for (EntryLines lines : entries) {
      JournalEntry entry = lines.entry(now, node.chain(), number);
      rows.add(entry);
      entriesHash.add(entry.canonical());
      for (Posting posting : lines.balanced()) {
        postings.add(posting);
        entriesHash.add(posting.canonical());
      }
    }
    CanonicalForm.Hash recordsHash = new CanonicalForm.Hash();
    records.forEach(r -> recordsHash.add(r.canonical()));
    tables.insertEntries(rows);
    tables.insertPostings(postings);
    tables.insertRecords(records);
    chains.append(
        new Block(
            node.chain(),
            number,
            node.id(),
            InstantConverter.utc(now),
            entries.size(),
            records.size(),
            entriesHash.end(),
            recordsHash.end(),
            head.lastHash()));
  }
}
