package io.llmgateway.payment;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * PayPal's events about captures. The order stands in {@code custom_id}. See
 * https://developer.paypal.com/api/rest/webhooks/event-names/#payments.
 */
public final class PaypalEvents {
  private PaypalEvents() {}

  /**
   * @return empty for an event that is not about a payment for an order
   * @throws io.llmgateway.chat.ChatException.Final when it is not as PayPal documents it
   */
  public static Optional<PaymentEvent> read(byte[] body) {
    EventFields event = EventFields.of(body);
    EventFields resource = event.at("resource");
    String type = event.text("event_type");
    return switch (type == null ? "" : type) {
      case "PAYMENT.CAPTURE.COMPLETED" ->
          resource.text("custom_id") == null
              ? Optional.empty()
              : Optional.of(read(event, resource, false, resource.id("id")));
      case "PAYMENT.CAPTURE.REFUNDED", "PAYMENT.CAPTURE.REVERSED" ->
          Optional.of(read(event, resource, true, capture(resource)));
      default -> Optional.empty();
    };
  }

  private static PaymentEvent read(
      EventFields event, EventFields resource, boolean refund, String payment) {
    EventFields amount = resource.at("amount");
    return new PaymentEvent(
        event.id("id"),
        refund,
        resource.text("custom_id"),
        payment,
        amount.decimal("value"),
        amount.currency("currency_code"),
        false);
  }

  /** A refund names its capture only by a link, of which it is the last part. */
  private static String capture(EventFields refund) {
    JsonValue links = refund.object().get("links");
    if (links != null && links.getValueType() == JsonValue.ValueType.ARRAY) {
      for (JsonValue link : links.asJsonArray()) {
        if (link instanceof JsonObject object
            && object.get("rel") instanceof JsonString rel
            && rel.getString().equals("up")
            && object.get("href") instanceof JsonString href) {
          String address = href.getString();
          String id = address.substring(address.lastIndexOf('/') + 1);
          if (address.contains("/captures/") && !id.isEmpty() && id.length() <= 150) {
            return id;
          }
        }
      }
    }
    throw EventFields.invalid("links");
  }
}
