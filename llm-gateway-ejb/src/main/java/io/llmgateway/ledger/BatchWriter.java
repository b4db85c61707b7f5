package io.llmgateway.ledger;

import java.util.ArrayList;
import java.util.List;

/** Writes settlements into the block of an open transaction. */
final class BatchWriter {
  private final BlockDraft block;

  BatchWriter(BlockDraft block) {
    this.block = block;
  }

  /**
   * @return the receipts, true once the transaction has committed
   */
  List<Receipt> book(List<Booking> bookings) {
    List<Receipt> receipts = new ArrayList<>(bookings.size());
    bookings.forEach(b -> receipts.add(book(b)));
    return receipts;
  }

  private Receipt book(Booking booking) {
    WalletState wallet = block.wallet(booking.account());
    Amount zero = Amount.zero(wallet.balance().currency());
    Amount charge = booking.charge();
    Amount leased = charge.min(booking.collectible()).min(block.lease(booking.account())).max(zero);
    Amount paid = leased.plus(charge.minus(leased).min(wallet.unleased().max(zero)));
    EntryLines entry = block.entry(EntryHead.ofCall(booking.callId()));
    if (paid.signum() != 0) {
      block.post(entry, booking.account(), paid.negate(), leased);
    }
    entry.add(LedgerAccounts.UNCOLLECTIBLE, paid.minus(charge));
    entry.add(LedgerAccounts.REVENUE, charge);
    for (UsageRecord record : booking.records()) {
      addCost(entry, record);
      Amount uncollected = record.charge().signum() == 0 ? zero : charge.minus(paid);
      record.settled(block.nextId(), entry.entryId(), uncollected, block.now());
      block.record(record);
    }
    return new Receipt(booking.callId(), paid);
  }

  private static void addCost(EntryLines entry, UsageRecord record) {
    if (record.cost() != null) {
      String bearer =
          record.endState().charged()
              ? LedgerAccounts.providerCost(record.provider())
              : LedgerAccounts.FAILED_CALLS;
      entry.move(record.cost(), bearer, LedgerAccounts.providerPayable(record.provider()));
    }
  }
}
