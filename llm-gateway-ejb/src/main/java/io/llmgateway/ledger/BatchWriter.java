package io.llmgateway.ledger;

import io.llmgateway.chat.Uuid7;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes settlements into an open transaction: usage records, journal entries, wallets, holds. */
final class BatchWriter {
  private final EntityManager database;
  private final Instant now;
  private final Map<String, Wallet> wallets = new HashMap<>();

  BatchWriter(EntityManager database, Instant now) {
    this.database = database;
    this.now = now;
  }

  /**
   * @return what will be true once the transaction has committed
   */
  Books.Posted write(List<Booking> bookings) {
    lockWallets(bookings.stream().map(b -> b.call().account()).distinct().sorted().toList());
    List<Receipt> receipts = bookings.stream().map(this::write).toList();
    endHolds(bookings.stream().filter(Booking::durable).map(b -> b.call().callId()).toList());
    database.flush();
    return new Books.Posted(receipts, wallets.values().stream().map(Wallet::state).toList());
  }

  private void lockWallets(List<String> accounts) {
    database
        .createQuery(
            "select w from Wallet w where w.account in :accounts order by w.account", Wallet.class)
        .setParameter("accounts", accounts)
        .setLockMode(LockModeType.PESSIMISTIC_WRITE)
        .getResultList()
        .forEach(w -> wallets.put(w.account(), w));
  }

  private Receipt write(Booking booking) {
    Wallet wallet = wallets.get(booking.call().account());
    if (wallet == null) {
      throw new IllegalStateException("no wallet for account " + booking.call().account());
    }
    Amount zero = Amount.zero(wallet.currency());
    Amount charge = booking.charge();
    Amount paid = charge.min(booking.collectible()).min(wallet.available()).max(zero);
    String entryId = Uuid7.next(now.toEpochMilli());
    List<Posting> postings = postings(entryId, booking, charge, paid);
    if (postings.isEmpty()) {
      entryId = null;
    } else {
      database.persist(
          new JournalEntry(
              entryId, JournalEntry.Kind.SETTLEMENT, "call:" + booking.call().callId(), now));
      postings.forEach(database::persist);
    }
    if (paid.signum() != 0) {
      wallet.add(paid.negate());
    }
    for (Charge part : booking.charges()) {
      Amount uncollected = part.charge().signum() == 0 ? zero : charge.minus(paid);
      database.persist(
          new UsageRecord(
              Uuid7.next(now.toEpochMilli()), booking.call(), part, uncollected, entryId, now));
    }
    return new Receipt(booking.call().callId(), paid);
  }

  private static List<Posting> postings(
      String entryId, Booking booking, Amount charge, Amount paid) {
    EntryLines lines = new EntryLines(entryId);
    String wallet = LedgerAccounts.wallet(booking.call().account());
    lines.add(wallet, paid.negate());
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

  private void endHolds(List<String> callIds) {
    if (!callIds.isEmpty()) {
      database
          .createQuery(
              "update DurableHold h set h.state = :posted, h.endedAt = :now"
                  + " where h.callId in :callIds")
          .setParameter("posted", DurableHold.State.POSTED)
          .setParameter("now", now)
          .setParameter("callIds", callIds)
          .executeUpdate();
    }
  }
}
