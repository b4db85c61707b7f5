package io.llmgateway.ledger;

import java.time.Instant;
import java.util.Objects;

/**
 * A booking that somebody asks for.
 *
 * @param kind TOP_UP, GRANT or TRANSFER with an amount above zero, ADJUSTMENT or ROUNDING with one
 *     of either sign
 * @param account whose wallet it changes; of a transfer, who gives
 * @param receiver of a transfer, else null
 * @param amount what the wallet gets, or negative what it loses; of a transfer, what goes over
 * @param expires when a grant ends, else null
 * @param reference unique for ever; the same again changes nothing
 * @param principal who asks for it
 * @param reason in words
 */
public record EntryRequest(
    JournalEntry.Kind kind,
    String account,
    String receiver,
    Amount amount,
    Instant expires,
    String reference,
    String principal,
    String reason) {
  public EntryRequest {
    Objects.requireNonNull(kind);
    Objects.requireNonNull(account);
    Objects.requireNonNull(amount);
    Objects.requireNonNull(reference);
    Objects.requireNonNull(principal);
    Objects.requireNonNull(reason);
  }

  EntryPlan plan() {
    EntryHead head = new EntryHead(kind, reference, principal, reason, null);
    String wallet = LedgerAccounts.wallet(account);
    return switch (kind) {
      case TOP_UP -> EntryPlan.move(head, amount, LedgerAccounts.TOP_UP_CLEARING, wallet);
      case ADJUSTMENT -> EntryPlan.move(head, amount, LedgerAccounts.ADJUSTMENTS, wallet);
      case ROUNDING -> EntryPlan.move(head, amount, LedgerAccounts.ROUNDING, wallet);
      case GRANT -> EntryPlan.move(head, amount, LedgerAccounts.CREDIT_GRANTS, wallet);
      case TRANSFER -> EntryPlan.move(head, amount, wallet, LedgerAccounts.wallet(receiver));
      default -> throw new IllegalArgumentException("nobody asks for an entry of kind " + kind);
    };
  }
}
