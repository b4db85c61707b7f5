package io.llmgateway.ledger;

import java.util.Locale;

/**
 * Something that is wrong in the ledger's tables.
 *
 * @param row the id of the row, or what names it: {@code chain/block}, an account, a date
 * @param message in words, with the values that differ
 */
public record Finding(Code code, String row, String message) {

  /** Kinds of findings; the names are stable, and described in docs/ledger-format.md. */
  public enum Code {
    BLOCK_MISSING,
    BLOCK_CHANGED,
    BLOCK_OUT_OF_ORDER,
    CHAIN_HEAD_DIFFERS,
    ENTRIES_CHANGED,
    RECORDS_CHANGED,
    ENTRY_WITHOUT_BLOCK,
    ENTRY_OUT_OF_ORDER,
    ENTRY_UNBALANCED,
    ENTRY_EMPTY,
    POSTING_WITHOUT_ENTRY,
    CALL_WITHOUT_RECORD,
    CALL_BOOKED_DIFFERENTLY,
    RECORD_WITHOUT_ENTRY,
    RECORD_OF_ANOTHER_CALL,
    RECORD_OUT_OF_ORDER,
    RECORD_COMPUTES_DIFFERENTLY,
    REVERSAL_OF_NOTHING,
    BALANCE_DIFFERS,
    WALLET_MISSING,
    WALLET_OVERDRAWN,
    CLEARING_DIFFERS,
    LEASED_DIFFERS,
    LEASE_INVALID,
    HOLD_ORPHAN,
    HOLD_OF_SETTLED_CALL,
    SEAL_CHANGED,
    SEAL_OUT_OF_ORDER,
    SEALED_BLOCK_DIFFERS,
    SEALED_BALANCE_DIFFERS,
    ARCHIVE_MISSING,
    ARCHIVE_CHANGED,
    SUMMARY_DIFFERS;

    /** The code as it is written: {@code entry_unbalanced}. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public String toString() {
    return code.text() + " " + row + ": " + message;
  }
}
