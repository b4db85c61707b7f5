package io.llmgateway.payment;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.Set;

/**
 * Stripe's events. The order stands in {@code metadata.order_id}, or in a checkout session's {@code
 * client_reference_id}. See https://docs.stripe.com/api/events/types.
 */
public final class StripeEvents {
  /** Amounts in whole units; https://docs.stripe.com/currencies#zero-decimal. */
  private static final Set<String> NO_DECIMALS =
      Set.of(
          "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
          "XOF", "XPF");

  /** https://docs.stripe.com/currencies#three-decimal. */
  private static final Set<String> THREE_DECIMALS = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

  private StripeEvents() {}

  /**
   * @return empty for an event that is not about a payment for an order
   * @throws io.llmgateway.chat.ChatException.Final when it is not as Stripe documents it
   */
  public static Optional<PaymentEvent> read(byte[] body) {
    EventFields event = EventFields.of(body);
    EventFields object = event.at("data").at("object");
    String type = event.text("type");
    return switch (type == null ? "" : type) {
      case "checkout.session.completed", "checkout.session.async_payment_succeeded" ->
          session(event, object);
      case "payment_intent.succeeded" -> payment(event, object, object.id("id"), "amount_received");
      case "charge.refunded" -> Optional.of(refund(event, object));
      default -> Optional.empty();
    };
  }

  /** A session can be completed before it is paid; then another event follows. */
  private static Optional<PaymentEvent> session(EventFields event, EventFields session) {
    return "paid".equals(session.text("payment_status"))
        ? payment(event, session, payment(session), "amount_total")
        : Optional.empty();
  }

  private static Optional<PaymentEvent> payment(
      EventFields event, EventFields object, String payment, String amountField) {
    String order = order(object);
    if (order == null) {
      return Optional.empty();
    }
    String currency = object.currency("currency");
    BigDecimal amount = units(object.count(amountField), currency);
    return Optional.of(
        new PaymentEvent(event.id("id"), false, order, payment, amount, currency, false));
  }

  private static PaymentEvent refund(EventFields event, EventFields charge) {
    String currency = charge.currency("currency");
    BigDecimal amount = units(charge.count("amount_refunded"), currency);
    return new PaymentEvent(
        event.id("id"), true, order(charge), payment(charge), amount, currency, true);
  }

  private static String payment(EventFields object) {
    return object.text("payment_intent") == null ? object.id("id") : object.id("payment_intent");
  }

  private static String order(EventFields object) {
    String order = object.at("metadata").text("order_id");
    return order == null ? object.text("client_reference_id") : order;
  }

  static BigDecimal units(BigDecimal minor, String currency) {
    int digits = NO_DECIMALS.contains(currency) ? 0 : THREE_DECIMALS.contains(currency) ? 3 : 2;
    return minor.movePointLeft(digits);
  }
}
