package io.llmgateway.ledger;

import java.util.Objects;

/**
 * What a journal entry is the booking of.
 *
 * @param reference unique for ever
 * @param principal who had it booked, or null for the gateway itself
 * @param reason in words, or null
 * @param reverses the id of the entry that this one takes back, or null
 */
record EntryHead(
    JournalEntry.Kind kind, String reference, String principal, String reason, String reverses) {
  EntryHead {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(reference);
  }

  /** An entry that the gateway books by itself. */
  static EntryHead of(JournalEntry.Kind kind, String reference) {
    return new EntryHead(kind, reference, null, null, null);
  }

  static EntryHead ofCall(String callId) {
    return of(JournalEntry.Kind.SETTLEMENT, callReference(callId));
  }

  static String callReference(String callId) {
    return "call:" + callId;
  }
}
