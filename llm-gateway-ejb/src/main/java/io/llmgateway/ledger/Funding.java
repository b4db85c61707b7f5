package io.llmgateway.ledger;

import io.llmgateway.chat.Uuid7;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;

/**
 * Books money that comes into a wallet from outside, once per reference, into an open transaction.
 */
final class Funding {
  private final EntityManager database;
  private final Instant now;

  Funding(EntityManager database, Instant now) {
    this.database = database;
    this.now = now;
  }

  /**
   * @param from the ledger account that the money comes from
   * @return the wallet, or null when the reference has been booked before
   * @throws IllegalArgumentException when there is no such account, it is kept in another currency,
   *     or the reference was booked with other content
   */
  Wallet book(
      JournalEntry.Kind kind, String account, Amount amount, String reference, String from) {
    Wallet wallet = database.find(Wallet.class, account, LockModeType.PESSIMISTIC_WRITE);
    if (wallet == null) {
      throw new IllegalArgumentException("there is no account " + account);
    }
    if (!wallet.currency().equals(amount.currency())) {
      throw new IllegalArgumentException("account " + account + " is kept in " + wallet.currency());
    }
    if (booked(reference, account, kind == JournalEntry.Kind.OPENING ? null : amount)) {
      return null;
    }
    String entryId = Uuid7.next(now.toEpochMilli());
    EntryLines lines = new EntryLines(entryId);
    lines.move(amount, from, LedgerAccounts.wallet(account));
    database.persist(new JournalEntry(entryId, kind, reference, now));
    lines.balanced().forEach(database::persist);
    wallet.add(amount);
    database.flush();
    return wallet;
  }

  /**
   * @param amount what must have been booked, or null when any amount will do
   */
  private boolean booked(String reference, String account, Amount amount) {
    List<Posting> before =
        database
            .createQuery(
                "select p from JournalEntry e, Posting p where e.reference = :reference"
                    + " and p.entryId = e.id",
                Posting.class)
            .setParameter("reference", reference)
            .getResultList();
    if (!before.isEmpty()
        && before.stream()
            .noneMatch(
                p ->
                    p.ledgerAccount().equals(LedgerAccounts.wallet(account))
                        && (amount == null || p.amount().equals(amount)))) {
      throw new IllegalArgumentException(
          "reference " + reference + " was booked before with other content");
    }
    return !before.isEmpty();
  }
}
