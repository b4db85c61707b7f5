package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.ejb.EJBException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Currency;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Books what people ask for. Each booking has a reference of its own: the same booking again, be it
 * at the same time or on another node, changes nothing and gives the first one's result.
 *
 * <p>Money leaves a wallet only as far as no node has leased it for calls. When leased money is in
 * the way, it is recalled, and waited for a little; no transaction is open meanwhile.
 */
@ApplicationScoped
public class Bookkeeper {
  private static final Logger LOG = Logger.getLogger(Bookkeeper.class.getName());

  /** Long enough for a living node to hear of the wish and to answer. */
  private static final Duration RECALL = Duration.ofMillis(2_500);

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
  private static final int LONGEST_REFERENCE = 200;
  private static final int LONGEST_REASON = 500;
  private static final String OWN_REFERENCES =
      "(call|opening|grant-expiry|reversal|payment|refund|reconciliation):.*";

  private ManualBooks books;
  private Wallets wallets;
  private Clock clock;

  /** For the container's proxy. */
  Bookkeeper() {}

  @Inject
  Bookkeeper(ManualBooks books, Wallets wallets, Clock clock) {
    this.books = books;
    this.wallets = wallets;
    this.clock = clock;
  }

  /**
   * @throws ChatException.Final INVALID_REQUEST for what can not be booked, naming the field;
   *     NOT_FOUND when there is no such account; CONFLICT when the reference was booked with other
   *     content; INSUFFICIENT_FUNDS when the wallet has not so much, or calls hold it; OVERLOADED
   *     when the database does not answer
   */
  public Booked book(EntryRequest request) {
    requireReference(request.reference());
    requireReason(request.reason());
    requireAmount(request);
    if (request.kind() == JournalEntry.Kind.GRANT
        && (request.expires() == null || !request.expires().isAfter(clock.instant()))) {
      throw invalid("expires_at", "A grant ends at some time that is not past.");
    }
    if (request.kind() == JournalEntry.Kind.TRANSFER
        && request.account().equals(request.receiver())) {
      throw invalid("to", "Money goes from one account to another one.");
    }
    return committed(() -> books.book(request));
  }

  /**
   * Takes an entry back, at most once; of a settlement, the wallet gets back what it paid.
   *
   * @param reference null for {@code reversal:<entry>}
   * @throws ChatException.Final NOT_FOUND when there is no such entry; CONFLICT when it can not be
   *     taken back, or was before; otherwise as {@link #book}
   */
  public Booked reverse(String entryId, String reference, String principal, String reason) {
    if (reference != null) {
      requireReference(reference);
    }
    requireReason(reason);
    String own = reference == null ? "reversal:" + entryId : reference;
    return committed(() -> books.reverse(entryId, own, principal, reason));
  }

  /** Ends grants whose time has come, as far as calls do not hold the money. */
  public void expireGrants() {
    for (CreditGrant grant : books.dueGrants()) {
      recall(grant.account());
      Booked booked = committed(() -> books.expire(grant.id()));
      if (booked.first()) {
        LOG.log(Level.INFO, "credit grant {0} has expired", grant.id());
      }
    }
  }

  public List<CreditGrant> grants(CreditGrantQuery query) {
    return books.grants(query);
  }

  /** Books, recalling what is leased, and takes over the new states. */
  Booked committed(Supplier<Booked> booking) {
    long end = System.nanoTime() + RECALL.toNanos();
    while (true) {
      try {
        Booked booked = onceMoreAfterADuplicate(booking);
        booked.wallets().forEach(wallets::committed);
        return booked;
      } catch (InsufficientBalanceException e) {
        if (System.nanoTime() >= end) {
          throw EntryWriter.insufficient(e.wallet());
        }
        recall(e.wallet().account());
        pause();
      }
    }
  }

  /** Asks this node and the others to give back what no call holds. */
  void recall(String account) {
    wallets.giveBack(List.of(account));
    books.recall(account);
  }

  /** Of two that write the same reference at once, the second finds the first one's entry. */
  private static Booked onceMoreAfterADuplicate(Supplier<Booked> booking) {
    try {
      return unwrapped(booking);
    } catch (InsufficientBalanceException | ChatException e) {
      throw e;
    } catch (RuntimeException e) {
      if (duplicate(e)) {
        return unwrapped(booking);
      }
      LOG.log(Level.WARNING, "an entry could not be booked", e);
      throw new ChatException.Final(
          ErrorCode.OVERLOADED, "the ledger does not answer", null, RETRY_AFTER);
    }
  }

  private static Booked unwrapped(Supplier<Booked> booking) {
    try {
      return booking.get();
    } catch (EJBException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InsufficientBalanceException || cause instanceof ChatException) {
          throw (RuntimeException) cause;
        }
      }
      throw e;
    }
  }

  static boolean duplicate(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && sql.getSQLState().startsWith("23")) {
        return true;
      }
    }
    return false;
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ChatException.Final(ErrorCode.OVERLOADED, "interrupted", null, RETRY_AFTER);
    }
  }

  private static void requireAmount(EntryRequest request) {
    Amount amount = request.amount();
    boolean eitherSign =
        request.kind() == JournalEntry.Kind.ADJUSTMENT
            || request.kind() == JournalEntry.Kind.ROUNDING;
    if (amount.signum() == 0 || amount.signum() < 0 && !eitherSign) {
      throw invalid("amount", eitherSign ? "Nothing is booked of zero." : "Expected above zero.");
    }
    if (request.kind() == JournalEntry.Kind.ROUNDING
        && amount
                .value()
                .abs()
                .movePointRight(minorDigits(amount.currency()))
                .compareTo(java.math.BigDecimal.ONE)
            >= 0) {
      throw invalid("amount", "A rest to round is less than a minor unit of the currency.");
    }
  }

  static int minorDigits(String currency) {
    return Math.max(0, Currency.getInstance(currency).getDefaultFractionDigits());
  }

  static void requireReference(String reference) {
    if (reference.isBlank()
        || reference.length() > LONGEST_REFERENCE
        || reference.chars().anyMatch(c -> c < ' ')) {
      throw invalid("reference", "Expected 1 to 200 characters without control characters.");
    }
    if (reference.matches(OWN_REFERENCES)) {
      throw invalid("reference", "The gateway's own references begin so.");
    }
  }

  private static void requireReason(String reason) {
    if (reason == null || reason.isBlank() || reason.length() > LONGEST_REASON) {
      throw invalid("reason", "Expected 1 to 500 characters.");
    }
  }

  private static ChatException.Final invalid(String field, String why) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "Invalid '" + field + "'. " + why, field);
  }
}
