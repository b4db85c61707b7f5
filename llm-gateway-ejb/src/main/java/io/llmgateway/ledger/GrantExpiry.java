package io.llmgateway.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Takes back what is left of a grant at its end, in an open transaction. */
final class GrantExpiry {
  private final Connection connection;
  private final AccountsWriter.Drafts drafts;

  GrantExpiry(Connection connection, AccountsWriter.Drafts drafts) {
    this.connection = connection;
    this.drafts = drafts;
  }

  /**
   * @param seen the grant; another node may have ended it since
   */
  Booked expire(CreditGrant seen) throws SQLException {
    String reference = reference(seen);
    return new EntryWriter(connection, drafts)
        .book(
            reference,
            List.of(seen.account()),
            (block, grants) -> plan(reference, seen, block, grants));
  }

  private static EntryPlan plan(
      String reference, CreditGrant seen, BlockDraft block, GrantTables grants)
      throws SQLException {
    CreditGrant grant = grants.find(seen.id());
    if (grant.state() != CreditGrant.State.OPEN
        || grant.expiries() != seen.expiries()
        || grant.expires().isAfter(block.now())) {
      return null;
    }
    WalletState wallet = block.wallet(grant.account());
    Amount zero = Amount.zero(grant.amount().currency());
    Amount there = grant.remaining().min(wallet.balance().max(zero));
    Amount taken = there.min(wallet.unleased().max(zero));
    Amount left = grant.remaining().minus(taken);
    boolean ended = taken.equals(there);
    grants.update(
        new CreditGrant(
            grant.id(),
            grant.account(),
            grant.amount(),
            left,
            grant.expires(),
            ended ? CreditGrant.State.EXPIRED : CreditGrant.State.OPEN,
            grant.expiries() + (taken.signum() == 0 ? 0 : 1),
            grant.created(),
            ended ? block.now() : null));
    return taken.signum() == 0
        ? null
        : EntryPlan.move(
            EntryHead.of(JournalEntry.Kind.GRANT_EXPIRY, reference),
            taken,
            LedgerAccounts.wallet(grant.account()),
            LedgerAccounts.CREDIT_GRANTS);
  }

  /** What calls still hold at the end is taken later, by an entry of its own. */
  private static String reference(CreditGrant grant) {
    return "grant-expiry:"
        + grant.id()
        + (grant.expiries() == 0 ? "" : ":" + (grant.expiries() + 1));
  }
}
