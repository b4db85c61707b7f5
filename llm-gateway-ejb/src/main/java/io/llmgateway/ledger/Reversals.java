package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Takes entries back by compensation, in an open transaction. */
final class Reversals {
  private static final Set<JournalEntry.Kind> FINAL =
      EnumSet.of(
          JournalEntry.Kind.REVERSAL,
          JournalEntry.Kind.REFUND,
          JournalEntry.Kind.GRANT_EXPIRY,
          JournalEntry.Kind.RECONCILIATION);

  private final Connection connection;
  private final AccountsWriter.Drafts drafts;
  private final Instant now;

  Reversals(Connection connection, AccountsWriter.Drafts drafts, Instant now) {
    this.connection = connection;
    this.drafts = drafts;
    this.now = now;
  }

  Booked reverse(String entryId, String reference, String principal, String reason)
      throws SQLException {
    EntryView entry = new EntryTables(connection).withId(entryId);
    if (entry == null) {
      throw new ChatException.Final(ErrorCode.NOT_FOUND, "There is no entry " + entryId + ".");
    }
    EntryPlan plan =
        EntryPlan.reversal(
            new EntryHead(JournalEntry.Kind.REVERSAL, reference, principal, reason, entryId),
            entry);
    requireReversible(entry, plan);
    boolean resolution = entry.kind().equals(JournalEntry.Kind.VARIANCE.name());
    Reconciling reconciling = new Reconciling(connection, drafts, now);
    if (resolution) {
      reconciling.requireActiveOf(entryId);
    }
    Booked booked =
        new EntryWriter(connection, drafts)
            .book(reference, plan.accounts(), (block, grants) -> once(entry, plan, block, grants));
    if (resolution && booked.first()) {
      reconciling.reopen(entryId, booked.entry().id());
    }
    return booked;
  }

  private static void requireReversible(EntryView entry, EntryPlan plan) {
    if (FINAL.contains(JournalEntry.Kind.valueOf(entry.kind()))) {
      throw conflict(
          "An entry of kind "
              + entry.kind().toLowerCase(Locale.ROOT)
              + " is not taken back; book what is missing anew.");
    }
    if (plan.lines().isEmpty()) {
      throw conflict("The entry " + entry.id() + " moved no money.");
    }
  }

  private EntryPlan once(EntryView entry, EntryPlan plan, BlockDraft block, GrantTables grants)
      throws SQLException {
    EntryView before = new EntryTables(connection).reversalOf(entry.id());
    if (before != null) {
      if (!before.reference().equals(plan.head().reference())) {
        throw conflict("The entry " + entry.id() + " has been taken back by " + before.id() + ".");
      }
      return plan;
    }
    if (entry.kind().equals(JournalEntry.Kind.GRANT.name())) {
      endGrant(grants, entry.id(), block.now());
    }
    requireNotRefunded(entry.id());
    return plan;
  }

  private static void endGrant(GrantTables grants, String id, Instant now) throws SQLException {
    CreditGrant grant = grants.find(id);
    if (grant.state() != CreditGrant.State.OPEN || !grant.remaining().equals(grant.amount())) {
      throw conflict("The grant " + id + " has been used or has ended.");
    }
    grants.update(
        grant.with(Amount.zero(grant.amount().currency()), CreditGrant.State.REVERSED, now));
  }

  private void requireNotRefunded(String entryId) throws SQLException {
    List<String> refunded =
        new Rows(connection)
            .find(
                row -> row.getString(1),
                "select id from payment_order where entry_id = ? and refunded > 0",
                entryId);
    if (!refunded.isEmpty()) {
      throw conflict("The payment service has paid back a part of order " + refunded.get(0) + ".");
    }
  }

  private static ChatException.Final conflict(String why) {
    return new ChatException.Final(ErrorCode.CONFLICT, why);
  }
}
