package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What this node may hold of each wallet without asking. Asked for when a hold does not fit in it;
 * given back when another node needs it.
 */
@ApplicationScoped
public class Leases {
  private static final Logger LOG = Logger.getLogger(Leases.class.getName());

  /** Long enough for a living node to hear of the wish and to answer. */
  private static final Duration RECALL = Duration.ofMillis(2_500);

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(5);

  private Nodes nodes;
  private ThisNode self;

  /** For the container's proxy. */
  Leases() {}

  @Inject
  Leases(Nodes nodes, ThisNode self) {
    this.nodes = nodes;
    this.self = self;
  }

  /**
   * Leases as much as is needed to set the amount aside, and does so. Calls of one account that
   * need more wait for each other, so that the database is asked once.
   *
   * @return false when the account has not enough
   * @throws ChatException.Final OVERLOADED when the database does not answer, or another node that
   *     has leased the money
   */
  boolean extend(AccountBalance account, Amount amount) {
    account.leasing().lock();
    try {
      account.awaitTurn();
      if (account.take(amount)) {
        return true;
      }
      return !account.knownToLack(amount) && ask(account, amount);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw overloaded("interrupted");
    } finally {
      account.leasing().unlock();
    }
  }

  private boolean ask(AccountBalance account, Amount amount) throws InterruptedException {
    account.asking(true);
    try {
      return askUntilAnswered(account, amount);
    } finally {
      account.asking(false);
    }
  }

  private boolean askUntilAnswered(AccountBalance account, Amount amount)
      throws InterruptedException {
    long end = System.nanoTime() + RECALL.toNanos();
    for (boolean first = true; ; first = false) {
      Nodes.Lease lease = lease(account, amount);
      account.leased(lease);
      if (account.take(amount)) {
        return true;
      }
      boolean answered = !lease.othersHold() || !first && !lease.unanswered();
      if (answered || System.nanoTime() >= end) {
        account.lacks(amount);
        if (!answered) {
          throw overloaded("another node of the gateway has this account's money");
        }
        return false;
      }
      pause(account);
      if (account.take(amount)) {
        return true;
      }
    }
  }

  /** Without the lock, so that this node can give back what another one needs meanwhile. */
  private static void pause(AccountBalance account) throws InterruptedException {
    account.leasing().unlock();
    try {
      Thread.sleep(LOOK.toMillis());
    } finally {
      account.leasing().lock();
    }
  }

  private Nodes.Lease lease(AccountBalance account, Amount amount) {
    try {
      return nodes.lease(self.get(), account.account(), account.shortage(amount));
    } catch (RuntimeException e) {
      LOG.log(Level.WARNING, e, () -> "account " + account.account() + " could not be leased");
      throw overloaded("the ledger does not answer");
    }
  }

  /** Gives back what is not held, because another node needs it; unless it is just being used. */
  void giveBack(AccountBalance account) {
    if (!account.leasing().tryLock()) {
      return;
    }
    try {
      Amount idle = account.giveUpIdle();
      account.leased(nodes.giveBack(self.get(), account.account(), idle));
    } finally {
      account.leasing().unlock();
    }
  }

  private static ChatException overloaded(String why) {
    return new ChatException.Final(ErrorCode.OVERLOADED, why, null, RETRY_AFTER);
  }
}
