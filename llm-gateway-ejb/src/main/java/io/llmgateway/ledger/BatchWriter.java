package io.llmgateway.ledger;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes settlements into an open transaction: usage records, journal entries, wallets, holds. */
final class BatchWriter {
  private final SettlementTables tables;
  private final GrowingIds ids;
  private final Instant now;
  private final Map<String, WalletState> wallets = new HashMap<>();
  private final List<JournalEntry> entries = new ArrayList<>();
  private final List<Posting> postings = new ArrayList<>();
  private final List<UsageRecord> records = new ArrayList<>();

  BatchWriter(SettlementTables tables, GrowingIds ids, Instant now) {
    this.tables = tables;
    this.ids = ids;
    this.now = now;
  }

  /**
   * @return what will be true once the transaction has committed
   */
  Books.Posted write(List<Booking> bookings) throws SQLException {
    Map<String, WalletState> before =
        tables.lockWallets(
            bookings.stream().map(b -> b.call().account()).distinct().sorted().toList());
    wallets.putAll(before);
    List<Receipt> receipts = bookings.stream().map(this::book).toList();
    tables.insertEntries(entries);
    tables.insertPostings(postings);
    tables.insertRecords(records);
    List<WalletState> changed =
        wallets.values().stream()
            .filter(w -> w.version() != before.get(w.account()).version())
            .toList();
    tables.updateWallets(changed);
    tables.endHolds(
        bookings.stream().filter(Booking::durable).map(b -> b.call().callId()).toList(), now);
    return new Books.Posted(receipts, List.copyOf(wallets.values()));
  }

  private Receipt book(Booking booking) {
    WalletState wallet = wallets.get(booking.call().account());
    if (wallet == null) {
      throw new IllegalStateException("no wallet for account " + booking.call().account());
    }
    Amount zero = Amount.zero(wallet.balance().currency());
    Amount charge = booking.charge();
    Amount paid = charge.min(booking.collectible()).min(wallet.available()).max(zero);
    String entryId = ids.next(now.toEpochMilli());
    List<Posting> lines = lines(entryId, booking, charge, paid);
    if (lines.isEmpty()) {
      entryId = null;
    } else {
      entries.add(
          new JournalEntry(
              entryId, JournalEntry.Kind.SETTLEMENT, "call:" + booking.call().callId(), now));
      postings.addAll(lines);
    }
    if (paid.signum() != 0) {
      wallets.put(wallet.account(), wallet.less(paid));
    }
    for (Charge part : booking.charges()) {
      Amount uncollected = part.charge().signum() == 0 ? zero : charge.minus(paid);
      records.add(
          new UsageRecord(
              ids.next(now.toEpochMilli()), booking.call(), part, uncollected, entryId, now));
    }
    return new Receipt(booking.call().callId(), paid);
  }

  private static List<Posting> lines(String entryId, Booking booking, Amount charge, Amount paid) {
    EntryLines lines = new EntryLines(entryId);
    lines.add(LedgerAccounts.wallet(booking.call().account()), paid.negate());
    lines.add(LedgerAccounts.UNCOLLECTIBLE, paid.minus(charge));
    lines.add(LedgerAccounts.REVENUE, charge);
    for (Charge part : booking.charges()) {
      if (part.cost() != null) {
        String provider = part.attempt().provider();
        String bearer =
            part.attempt().endState().charged()
                ? LedgerAccounts.providerCost(provider)
                : LedgerAccounts.FAILED_CALLS;
        lines.move(part.cost(), bearer, LedgerAccounts.providerPayable(provider));
      }
    }
    return lines.balanced();
  }
}
