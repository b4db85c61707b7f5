package io.llmgateway.ledger;

import java.util.List;

/**
 * A settlement ready to be written.
 *
 * @param callId the idempotency key
 * @param account the account that pays
 * @param records one for each attempt; at most one of them charges the account
 * @param collectible what the hold covers of the charge, of money that this node has leased
 * @param durable whether a trace of the call in flight may be in the database, and is to be ended
 * @param answer what is stored with it, or null
 */
public record Booking(
    String callId,
    String account,
    List<UsageRecord> records,
    Amount collectible,
    boolean durable,
    StoredAnswer answer) {
  public Booking {
    records = List.copyOf(records);
  }

  static Booking interrupted(InterruptedCall call) {
    return interrupted(List.of(call));
  }

  /**
   * @param attempts of one call, in order; only the last one was still in flight
   */
  static Booking interrupted(List<InterruptedCall> attempts) {
    InterruptedCall last = attempts.get(attempts.size() - 1);
    Amount nothing = Amount.zero(last.upperBound().currency());
    return new Booking(
        last.callId(),
        last.account(),
        attempts.stream()
            .map(a -> new UsageRecord(a, a == last ? last.upperBound() : nothing))
            .toList(),
        nothing,
        true,
        null);
  }

  /** A settlement whose process ended before it was booked; its hold has gone. */
  static Booking late(
      String callId, String account, List<UsageRecord> records, StoredAnswer answer) {
    return new Booking(
        callId, account, records, Amount.zero(records.get(0).charge().currency()), true, answer);
  }

  /** The same call uncharged, because another one is charged for the same request. */
  Booking cut() {
    records.forEach(UsageRecord::cut);
    return new Booking(
        callId, account, records, Amount.zero(collectible.currency()), durable, null);
  }

  Amount charge() {
    return records.stream()
        .map(UsageRecord::charge)
        .reduce(Amount.zero(collectible.currency()), Amount::plus);
  }
}
