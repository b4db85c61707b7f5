package io.llmgateway.ledger;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A settlement on its way to the database.
 *
 * @param first whether this is the first settlement of its hold; another one may be a repetition
 * @param receipt completed once the settlement has committed, or can never be
 */
public record Pending(
    Hold hold,
    Settlement call,
    List<UsageRecord> records,
    boolean first,
    CompletableFuture<Receipt> receipt) {

  Booking booking() {
    Amount charge =
        records.stream()
            .map(UsageRecord::charge)
            .reduce(Amount.zero(hold.account().currency()), Amount::plus);
    return new Booking(
        call.callId(), call.account(), records, hold.cover(charge), hold.durable(), call.answer());
  }
}
