package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The end of a call: usage times price becomes usage records, a journal entry and a new balance,
 * and the hold ends. Settlements of concurrent calls share a transaction.
 */
@ApplicationScoped
public class Settlements {
  private SettlementQueue queue;
  private CallJournal journal;

  /** For the container's proxy. */
  protected Settlements() {}

  @Inject
  Settlements(SettlementQueue queue, CallJournal journal) {
    this.queue = queue;
    this.journal = journal;
  }

  /**
   * An attempt at a provider is about to begin. From here on the call is accounted for, even if
   * this process does not see its end.
   *
   * @param call this attempt; its upper bound is the hold's amount
   * @throws ChatException.Final OVERLOADED when that can not be written down; then the attempt must
   *     not begin
   */
  public void begin(Hold hold, InterruptedCall call) {
    hold.begins(call);
    journal.begun(call);
  }

  /**
   * Books a call and waits until that has committed. Settling the same call again changes nothing
   * and returns the first receipt.
   *
   * @param hold of this call; it ends, whether it is charged or not
   * @throws ChatException.Final OVERLOADED when the database took too long: the settlement is not
   *     lost, and will be booked. INTERNAL_ERROR when the database refuses it
   * @throws IllegalArgumentException when hold and settlement do not belong together, or an attempt
   *     used tokens of a model that the hold had no price for; then nothing has happened
   */
  public Receipt settle(Hold hold, Settlement settlement) {
    AccountBalance account = hold.account();
    if (!hold.callId().equals(settlement.callId())
        || !account.account().equals(settlement.account())) {
      throw new IllegalArgumentException("hold and settlement are of different calls");
    }
    if (settlement.attempts().isEmpty()) {
      hold.release();
      return new Receipt(hold.callId(), Amount.zero(account.currency()));
    }
    List<UsageRecord> records =
        settlement.attempts().stream()
            .map(a -> Charge.of(a, hold.quotes(), account.currency()))
            .map(charge -> new UsageRecord(settlement, charge))
            .toList();
    Pending pending =
        new Pending(hold, settlement, records, hold.startSettling(), new CompletableFuture<>());
    journal.settling(settlement.callId(), settlement.account(), records, settlement.answer());
    queue.add(pending);
    return await(pending.receipt(), queue.timing().maxWait());
  }

  /**
   * @return how many settlements wait for the database
   */
  public int waiting() {
    return queue.length();
  }

  private static Receipt await(CompletableFuture<Receipt> receipt, Duration maxWait) {
    try {
      return receipt.get(maxWait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw (RuntimeException) e.getCause();
    } catch (TimeoutException e) {
      throw notConfirmed();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notConfirmed();
    }
  }

  private static ChatException notConfirmed() {
    return new ChatException.Final(
        ErrorCode.OVERLOADED, "the answer is complete, but could not be booked in time");
  }
}
