package io.llmgateway.payment;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StripeTest {
  private static final String SECRET = "whsec_a secret of 32 characters!";
  private static final long NOW = 1_795_000_000L;
  private static final String BODY = "{\"id\":\"evt_1\"}";

  private final StripeSignature signature =
      new StripeSignature(SECRET, Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC));

  private static String sign(String secret, long time, String body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return HexFormat.of()
          .formatHex(mac.doFinal((time + "." + body).getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void require(String header, String body) {
    signature.require(header, body.getBytes(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 300, -300})
  void takesAGenuineSignatureOfTheLastFiveMinutes(long age) {
    long time = NOW - age;
    String genuine = sign(SECRET, time, BODY);
    assertDoesNotThrow(() -> require("t=" + time + ",v1=" + genuine, BODY));
    assertDoesNotThrow(
        () -> require("t=" + time + ",v1=" + sign("other", time, BODY) + ", v1=" + genuine, BODY));
  }

  @ParameterizedTest
  @ValueSource(longs = {301, -301, NOW})
  void refusesASignatureOfAnotherTime(long age) {
    long time = NOW - age;
    refused("t=" + time + ",v1=" + sign(SECRET, time, BODY), BODY);
  }

  @Test
  void refusesWhatIsNotSignedWithTheSecretForThisBodyAndTime() {
    String genuine = sign(SECRET, NOW, BODY);
    refused("t=" + NOW + ",v1=" + genuine, BODY + " ");
    refused("t=" + (NOW - 1) + ",v1=" + genuine, BODY);
    refused("t=" + NOW + ",v1=" + sign("another secret", NOW, BODY), BODY);
    refused("t=" + NOW + ",v0=" + genuine, BODY);
    refused("t=" + NOW + ",v1=", BODY);
    refused("t=" + NOW + ",v1=zz", BODY);
    refused("t=" + NOW, BODY);
    refused("v1=" + genuine, BODY);
    refused("t=x,v1=" + genuine, BODY);
    refused("", BODY);
    refused(null, BODY);
  }

  private void refused(String header, String body) {
    assertThrows(ChatException.class, () -> require(header, body));
  }

  @ParameterizedTest
  @CsvSource({"2550,usd,25.50", "2550,jpy,2550", "2550,kwd,2.550", "2500,isk,25.00", "100,ugx,1"})
  void readsAmountsInTheUnitsOfTheCurrency(String minor, String currency, String amount) {
    PaymentEvent event =
        read(
            "checkout.session.completed",
            """
            "id":"cs_1","payment_status":"paid","payment_intent":"pi_1","amount_total":%s,
            "currency":"%s","client_reference_id":"order-1","metadata":{}"""
                .formatted(minor, currency));
    assertEquals(0, new BigDecimal(amount).compareTo(event.amount()), event::toString);
    assertEquals("order-1", event.orderId());
    assertEquals("pi_1", event.payment());
    assertEquals(currency.toUpperCase(java.util.Locale.ROOT), event.currency());
  }

  @Test
  void aSessionThatIsNotPaidYetIsNoPayment() {
    String session =
        """
        "id":"cs_1","payment_status":"%s","payment_intent":"pi_1","amount_total":100,
        "currency":"usd","client_reference_id":"order-1\"""";
    assertTrue(events("checkout.session.completed", session.formatted("unpaid")).isEmpty());
    assertTrue(
        events("checkout.session.async_payment_succeeded", session.formatted("paid")).isPresent());
  }

  @Test
  void readsPaymentsAndRefunds() {
    PaymentEvent paid =
        read(
            "payment_intent.succeeded",
            """
            "id":"pi_1","amount":999,"amount_received":2550,"currency":"usd",
            "metadata":{"order_id":"order-1"}""");
    assertEquals("evt_1 false order-1 pi_1 25.50", text(paid));
    PaymentEvent refund =
        read(
            "charge.refunded",
            """
            "id":"ch_1","payment_intent":"pi_1","amount":2550,"amount_refunded":550,
            "currency":"usd","metadata":{}""");
    assertEquals("evt_1 true null pi_1 5.50", text(refund));
    assertTrue(refund.total());
  }

  @Test
  void leavesAloneWhatIsNotForAnOrder() {
    assertTrue(
        events("payment_intent.succeeded", "\"id\":\"pi_1\",\"amount_received\":1").isEmpty());
    assertTrue(events("customer.created", "\"id\":\"cus_1\"").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "0", "1.5", "\"100\"", "null", "1e30"})
  void refusesAnAmountThatIsNoCount(String amount) {
    assertThrows(
        ChatException.class,
        () ->
            read(
                "payment_intent.succeeded",
                "\"id\":\"pi_1\",\"amount_received\":"
                    + amount
                    + ",\"currency\":\"usd\",\"metadata\":{\"order_id\":\"o\"}"));
  }

  private static String text(PaymentEvent event) {
    return event.id()
        + " "
        + event.refund()
        + " "
        + event.orderId()
        + " "
        + event.payment()
        + " "
        + event.amount();
  }

  private static PaymentEvent read(String type, String object) {
    return events(type, object).orElseThrow();
  }

  private static java.util.Optional<PaymentEvent> events(String type, String object) {
    return StripeEvents.read(
        "{\"id\":\"evt_1\",\"type\":\"%s\",\"data\":{\"object\":{%s}}}"
            .formatted(type, object)
            .getBytes(StandardCharsets.UTF_8));
  }
}
