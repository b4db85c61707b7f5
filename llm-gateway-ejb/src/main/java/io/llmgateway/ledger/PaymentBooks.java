package io.llmgateway.ledger;

import java.util.List;

/** Orders and payments in the database. Each method is one transaction, as in {@link Books}. */
public interface PaymentBooks {

  /**
   * @param order the order as it was made, or as it had been made before
   * @param first false when it had been made before
   */
  record Ordered(PaymentOrder order, boolean first) {}

  /**
   * @throws io.llmgateway.chat.ChatException.Final NOT_FOUND when there is no such account;
   *     INVALID_REQUEST for another currency; CONFLICT when the reference was used with other
   *     content
   */
  Ordered order(String principal, String account, Amount amount, String reference);

  /**
   * @throws io.llmgateway.chat.ChatException.Final NOT_FOUND
   */
  PaymentOrder find(String id);

  List<PaymentOrder> list(PaymentOrderQuery query);

  /**
   * Books a payment: order, notification, entry and audit record, or nothing. The same notification
   * again, and another one of the same order, book nothing.
   *
   * @throws io.llmgateway.chat.ChatException.Final NOT_FOUND when there is no such order; CONFLICT
   *     when amount or currency are not the order's
   */
  Booked paid(PaymentNotice notice);

  /**
   * Books what was paid back.
   *
   * @param shortOfMoney whether to take from the wallet only what is there, and the rest as a
   *     receivable
   * @throws io.llmgateway.chat.ChatException.Final CONFLICT when that much has not been paid (yet)
   * @throws InsufficientBalanceException when the wallet has so much, but a node has leased it
   */
  Booked refunded(PaymentNotice notice, boolean shortOfMoney);
}
