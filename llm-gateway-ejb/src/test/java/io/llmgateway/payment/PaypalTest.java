package io.llmgateway.payment;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.chat.ChatException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PaypalTest {
  private static final String BODY = "{\"id\":\"WH-1\"}";
  private static TestKey key;
  private static TestKey other;

  private final PaypalSignature signature =
      new PaypalSignature("HOOK1", List.of(key.certificate()), Clock.systemUTC());

  @BeforeAll
  static void makeKeys() throws Exception {
    key = TestKey.make(2048);
    other = TestKey.make(2048);
  }

  private static String sign(TestKey by, String id, String time, String hook, String body) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    try {
      Signature signing = Signature.getInstance("SHA256withRSA");
      signing.initSign(by.secret());
      signing.update(
          (id + "|" + time + "|" + hook + "|" + crc.getValue()).getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(signing.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void require(String id, String time, String signed, String algorithm, String body) {
    signature.require(
        new PaypalSignature.Headers(id, time, signed, algorithm),
        body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void takesWhatTheConfiguredKeyHasSigned() {
    String genuine = sign(key, "T1", "2026-11-21T12:00:00Z", "HOOK1", BODY);
    assertDoesNotThrow(() -> require("T1", "2026-11-21T12:00:00Z", genuine, "SHA256withRSA", BODY));
  }

  @Test
  void refusesEverythingElse() {
    String time = "2026-11-21T12:00:00Z";
    String genuine = sign(key, "T1", time, "HOOK1", BODY);
    refused("T2", time, genuine, "SHA256withRSA", BODY);
    refused("T1", "2026-11-21T12:00:01Z", genuine, "SHA256withRSA", BODY);
    refused("T1", time, genuine, "SHA256withRSA", BODY + " ");
    refused("T1", time, genuine, "NONE", BODY);
    refused("T1", time, genuine, null, BODY);
    refused("T1", time, null, "SHA256withRSA", BODY);
    refused("T1", time, "no base64!", "SHA256withRSA", BODY);
    refused("T1", time, "", "SHA256withRSA", BODY);
    refused("T1", time, sign(other, "T1", time, "HOOK1", BODY), "SHA256withRSA", BODY);
    refused("T1", time, sign(key, "T1", time, "HOOK2", BODY), "SHA256withRSA", BODY);
  }

  @Test
  void refusesACertificateThatHasExpired() {
    PaypalSignature later =
        new PaypalSignature(
            "HOOK1",
            List.of(key.certificate()),
            Clock.offset(Clock.systemUTC(), Duration.ofDays(4_000)));
    String genuine = sign(key, "T1", "t", "HOOK1", BODY);
    PaypalSignature.Headers headers =
        new PaypalSignature.Headers("T1", "t", genuine, "SHA256withRSA");
    byte[] body = BODY.getBytes(StandardCharsets.UTF_8);
    assertDoesNotThrow(() -> signature.require(headers, body));
    assertThrows(ChatException.class, () -> later.require(headers, body));
  }

  private void refused(String id, String time, String signed, String algorithm, String body) {
    assertThrows(ChatException.class, () -> require(id, time, signed, algorithm, body));
  }

  @Test
  void readsCapturesAndWhatIsPaidBack() {
    PaymentEvent paid =
        read(
            "PAYMENT.CAPTURE.COMPLETED",
            "\"id\":\"CAP1\",\"custom_id\":\"order-1\",\"amount\":{\"value\":\"25.50\","
                + "\"currency_code\":\"USD\"}");
    assertEquals("order-1 CAP1 25.50 USD false", text(paid));
    PaymentEvent back =
        read(
            "PAYMENT.CAPTURE.REFUNDED",
            "\"id\":\"REF1\",\"amount\":{\"value\":\"5.50\",\"currency_code\":\"USD\"},"
                + "\"links\":[{\"rel\":\"self\",\"href\":\"https://x/v2/payments/refunds/REF1\"},"
                + "{\"rel\":\"up\",\"href\":\"https://x/v2/payments/captures/CAP1\"}]");
    assertEquals("null CAP1 5.50 USD true", text(back));
  }

  @Test
  void refusesWhatIsNotAsDocumented() {
    for (String resource :
        List.of(
            "\"id\":\"CAP1\",\"custom_id\":\"o\",\"amount\":{\"value\":25.5,\"currency_code\":\"USD\"}",
            "\"id\":\"CAP1\",\"custom_id\":\"o\",\"amount\":{\"value\":\"-1\",\"currency_code\":\"USD\"}",
            "\"id\":\"CAP1\",\"custom_id\":\"o\",\"amount\":{\"value\":\"1e3\",\"currency_code\":\"USD\"}",
            "\"id\":\"CAP1\",\"custom_id\":\"o\"",
            "\"custom_id\":\"o\",\"amount\":{\"value\":\"1\",\"currency_code\":\"USD\"}")) {
      assertThrows(
          ChatException.class, () -> read("PAYMENT.CAPTURE.COMPLETED", resource), resource);
    }
    assertThrows(
        ChatException.class, () -> PaypalEvents.read("[]".getBytes(StandardCharsets.UTF_8)));
    assertTrue(
        PaypalEvents.read(
                "{\"event_type\":\"CHECKOUT.ORDER.APPROVED\"}".getBytes(StandardCharsets.UTF_8))
            .isEmpty());
  }

  private static String text(PaymentEvent event) {
    return event.orderId()
        + " "
        + event.payment()
        + " "
        + event.amount()
        + " "
        + event.currency()
        + " "
        + event.refund();
  }

  private static PaymentEvent read(String type, String resource) {
    return PaypalEvents.read(
            "{\"id\":\"WH-1\",\"event_type\":\"%s\",\"resource\":{%s}}"
                .formatted(type, resource)
                .getBytes(StandardCharsets.UTF_8))
        .orElseThrow();
  }
}
