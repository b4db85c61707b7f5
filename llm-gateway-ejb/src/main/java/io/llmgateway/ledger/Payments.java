package io.llmgateway.ledger;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Orders, and what payment services say has become of them. */
@ApplicationScoped
public class Payments {
  private PaymentBooks books;
  private Bookkeeper bookkeeper;

  /** For the container's proxy. */
  Payments() {}

  @Inject
  Payments(PaymentBooks books, Bookkeeper bookkeeper) {
    this.books = books;
    this.bookkeeper = bookkeeper;
  }

  /**
   * Makes an order, once per reference.
   *
   * @throws ChatException.Final INVALID_REQUEST for an amount that can not be paid, or another
   *     currency than the account's; NOT_FOUND when there is no such account; CONFLICT when the
   *     reference was used with other content
   */
  public PaymentBooks.Ordered order(
      String principal, String account, Amount amount, String reference) {
    Bookkeeper.requireReference(reference);
    int digits = Bookkeeper.minorDigits(amount.currency());
    if (amount.signum() <= 0 || amount.value().stripTrailingZeros().scale() > digits) {
      throw new ChatException.Final(
          ErrorCode.INVALID_REQUEST,
          "Invalid 'amount'. Expected above zero, with at most " + digits + " decimals.",
          "amount");
    }
    try {
      return books.order(principal, account, amount, reference);
    } catch (RuntimeException e) {
      if (Bookkeeper.duplicate(e)) {
        return books.order(principal, account, amount, reference);
      }
      throw e;
    }
  }

  /**
   * @throws ChatException.Final NOT_FOUND
   */
  public PaymentOrder order(String id) {
    return books.find(id);
  }

  public List<PaymentOrder> orders(PaymentOrderQuery query) {
    return books.list(query);
  }

  /**
   * Books what a payment service says; the same again changes nothing.
   *
   * @return whether something was booked
   * @throws ChatException.Final NOT_FOUND when there is no such order; CONFLICT when the notice
   *     does not fit it; OVERLOADED when the database does not answer
   */
  public boolean take(PaymentNotice notice) {
    return (notice.kind() == PaymentNotice.Kind.PAID
            ? bookkeeper.committed(() -> books.paid(notice))
            : refund(notice))
        .first();
  }

  /** The money is gone already, so what the wallet does not have the customer owes. */
  private Booked refund(PaymentNotice notice) {
    try {
      return bookkeeper.committed(() -> books.refunded(notice, false));
    } catch (ChatException e) {
      if (e.code() != ErrorCode.INSUFFICIENT_FUNDS) {
        throw e;
      }
      return bookkeeper.committed(() -> books.refunded(notice, true));
    }
  }
}
