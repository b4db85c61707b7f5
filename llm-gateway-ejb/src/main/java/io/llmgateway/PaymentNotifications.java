package io.llmgateway;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.ledger.Amount;
import io.llmgateway.ledger.PaymentNotice;
import io.llmgateway.ledger.Payments;
import io.llmgateway.payment.PaymentEvent;
import io.llmgateway.payment.PaymentSettings;
import io.llmgateway.payment.PaypalEvents;
import io.llmgateway.payment.PaypalSignature;
import io.llmgateway.payment.StripeEvents;
import io.llmgateway.payment.StripeSignature;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;

/**
 * What payment services send: believed when its signature is genuine, and booked once. A service
 * that is not configured has no address here.
 */
@ApplicationScoped
public class PaymentNotifications {
  private Payments payments;
  private Clock clock;
  private volatile PaymentSettings settings = PaymentSettings.DEFAULTS;

  /** For the container's proxy. */
  PaymentNotifications() {}

  @Inject
  PaymentNotifications(Payments payments, Clock clock) {
    this.payments = payments;
    this.clock = clock;
  }

  void apply(PaymentSettings changed) {
    settings = changed;
  }

  public boolean takesStripe() {
    return settings.stripeSecret() != null;
  }

  public boolean takesPaypal() {
    return settings.paypalWebhookId() != null;
  }

  /**
   * @param signature the header {@code Stripe-Signature}, or null
   * @param body as it was received
   * @throws ChatException.Final NOT_FOUND when Stripe is not configured, or there is no such order;
   *     INVALID_REQUEST when the signature or the event is not valid; CONFLICT when the event does
   *     not fit its order
   */
  public void stripe(String signature, byte[] body) {
    PaymentSettings current = settings;
    if (current.stripeSecret() == null) {
      throw off();
    }
    new StripeSignature(current.stripeSecret(), clock).require(signature, body);
    take("stripe", StripeEvents.read(body));
  }

  /** As {@link #stripe}. */
  public void paypal(PaypalSignature.Headers headers, byte[] body) {
    PaymentSettings current = settings;
    if (current.paypalWebhookId() == null) {
      throw off();
    }
    new PaypalSignature(current.paypalWebhookId(), current.paypalCertificates(), clock)
        .require(headers, body);
    take("paypal", PaypalEvents.read(body));
  }

  private void take(String service, Optional<PaymentEvent> event) {
    event.ifPresent(
        e ->
            payments.take(
                new PaymentNotice(
                    service,
                    e.id(),
                    e.refund() ? PaymentNotice.Kind.REFUNDED : PaymentNotice.Kind.PAID,
                    e.orderId(),
                    e.payment(),
                    new Amount(e.amount(), e.currency()),
                    e.total())));
  }

  private static ChatException off() {
    return new ChatException.Final(ErrorCode.NOT_FOUND, "There is nothing at this path.");
  }
}
