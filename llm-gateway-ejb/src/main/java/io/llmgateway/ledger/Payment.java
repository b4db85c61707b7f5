package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Books what a payment service says, in an open transaction that has the order locked. */
final class Payment {
  private static final Logger LOG = Logger.getLogger(Payment.class.getName());
  private static final Booked NOTHING = new Booked(null, false, List.of());

  private final Connection connection;
  private final AccountsWriter.Drafts drafts;
  private final Instant now;
  private final PaymentTables tables;

  Payment(Connection connection, AccountsWriter.Drafts drafts, Instant now) {
    this.connection = connection;
    this.drafts = drafts;
    this.now = now;
    this.tables = new PaymentTables(connection);
  }

  Booked paid(PaymentNotice notice) throws SQLException {
    PaymentOrder order = tables.lock(notice.orderId());
    if (order == null) {
      throw noOrder(notice.orderId());
    }
    if (tables.knows(notice)) {
      return NOTHING;
    }
    if (!order.amount().currency().equals(notice.amount().currency())
        || order.amount().compareTo(notice.amount()) != 0) {
      throw conflict("The order " + order.id() + " is about another amount.");
    }
    if (order.paid()) {
      return paidBefore(order, notice);
    }
    Booked booked =
        new EntryWriter(connection, drafts)
            .book(
                EntryPlan.move(
                    new EntryHead(
                        JournalEntry.Kind.TOP_UP,
                        "payment:" + order.id(),
                        notice.service(),
                        "order " + order.reference() + ", payment " + notice.payment(),
                        null),
                    order.amount(),
                    LedgerAccounts.TOP_UP_CLEARING,
                    LedgerAccounts.wallet(order.account())));
    tables.paid(order, notice, booked.entry().id(), now);
    tables.insert(notice, order, "BOOKED", booked.entry().id(), now);
    return booked;
  }

  private Booked paidBefore(PaymentOrder order, PaymentNotice notice) throws SQLException {
    boolean same =
        notice.service().equals(order.service()) && notice.payment().equals(order.payment());
    if (!same) {
      LOG.log(
          Level.WARNING,
          "order {0} was paid a second time, by {1} payment {2}: it is credited once, give the"
              + " second payment back",
          new Object[] {order.id(), notice.service(), notice.payment()});
    }
    tables.insert(notice, order, same ? "KNOWN" : "PAID_TWICE", null, now);
    return NOTHING;
  }

  Booked refunded(PaymentNotice notice, boolean shortOfMoney) throws SQLException {
    PaymentOrder order = orderOf(notice);
    if (order == null || tables.knows(notice)) {
      return NOTHING;
    }
    if (!order.paid() || !notice.payment().equals(order.payment())) {
      throw conflict("This payment of order " + order.id() + " is not booked (yet).");
    }
    Amount all = notice.total() ? notice.amount() : order.refunded().plus(notice.amount());
    Amount back = all.minus(order.refunded());
    if (all.compareTo(order.amount()) > 0) {
      throw conflict("The order " + order.id() + " is about less than is paid back.");
    }
    EntryView takenBack = new EntryTables(connection).reversalOf(order.entryId());
    if (back.signum() <= 0 || takenBack != null) {
      tables.insert(notice, order, takenBack == null ? "KNOWN" : "REVERSED_BEFORE", null, now);
      return NOTHING;
    }
    String reference = "refund:" + notice.service() + ":" + notice.event();
    Booked booked =
        new EntryWriter(connection, drafts)
            .book(
                reference,
                List.of(order.account()),
                (block, grants) ->
                    refund(order, notice, back, block.wallet(order.account()), shortOfMoney));
    tables.refunded(order, all);
    tables.insert(notice, order, "BOOKED", booked.entry().id(), now);
    return booked;
  }

  /**
   * @return null when the payment is none of the gateway's
   */
  private PaymentOrder orderOf(PaymentNotice notice) throws SQLException {
    String id = tables.orderOf(notice.service(), notice.payment());
    if (id == null && notice.orderId() == null) {
      return null;
    }
    PaymentOrder order = tables.lock(id == null ? notice.orderId() : id);
    if (order == null) {
      throw noOrder(notice.orderId());
    }
    return order;
  }

  /** Takes from the wallet what is there, and the rest from the customer, who owes it now. */
  private static EntryPlan refund(
      PaymentOrder order,
      PaymentNotice notice,
      Amount back,
      WalletState wallet,
      boolean shortOfMoney) {
    Amount zero = Amount.zero(back.currency());
    Amount there = back.min(wallet.balance().max(zero));
    if (!shortOfMoney && there.compareTo(wallet.unleased()) > 0) {
      throw new InsufficientBalanceException(wallet);
    }
    Amount taken = there.min(wallet.unleased().max(zero));
    boolean whole = taken.compareTo(order.amount()) == 0;
    EntryHead head =
        new EntryHead(
            JournalEntry.Kind.REFUND,
            "refund:" + notice.service() + ":" + notice.event(),
            notice.service(),
            "order " + order.reference() + ", payment " + notice.payment(),
            whole ? order.entryId() : null);
    List<EntryLine> lines = new ArrayList<>();
    lines.add(new EntryLine(LedgerAccounts.TOP_UP_CLEARING, back));
    if (taken.signum() != 0) {
      lines.add(new EntryLine(LedgerAccounts.wallet(order.account()), taken.negate()));
    }
    if (taken.compareTo(back) < 0) {
      lines.add(new EntryLine(LedgerAccounts.REFUNDS_RECEIVABLE, taken.minus(back)));
    }
    return new EntryPlan(head, lines);
  }

  static ChatException.Final noOrder(String id) {
    return new ChatException.Final(ErrorCode.NOT_FOUND, "There is no order " + id + ".");
  }

  private static ChatException.Final conflict(String why) {
    return new ChatException.Final(ErrorCode.CONFLICT, why);
  }
}
