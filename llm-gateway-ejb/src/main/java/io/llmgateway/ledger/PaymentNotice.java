package io.llmgateway.ledger;

import java.util.Objects;

/**
 * What a payment service says has happened; its signature has been checked.
 *
 * @param service such as {@code stripe}
 * @param event the service's id of the notification; the same one may come several times
 * @param orderId what the payment is for, or null when a refund does not say
 * @param payment the service's id of the payment
 * @param amount what was paid; or paid back
 * @param total of a refund: whether the amount is all that was paid back so far
 */
public record PaymentNotice(
    String service,
    String event,
    Kind kind,
    String orderId,
    String payment,
    Amount amount,
    boolean total) {

  /** What has happened. */
  public enum Kind {
    PAID,
    REFUNDED
  }

  public PaymentNotice {
    Objects.requireNonNull(service);
    Objects.requireNonNull(event);
    Objects.requireNonNull(kind);
    Objects.requireNonNull(payment);
    Objects.requireNonNull(amount);
  }
}
