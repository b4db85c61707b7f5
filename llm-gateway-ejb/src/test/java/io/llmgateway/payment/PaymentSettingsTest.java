package io.llmgateway.payment;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PaymentSettingsTest {
  private static final String SECRET = "gateway.payments.stripe.webhook-secret";
  private static final String WEBHOOK = "gateway.payments.paypal.webhook-id";
  private static final String CERTIFICATE = "gateway.payments.paypal.certificate";

  @TempDir private Path folder;

  private static PaymentSettings from(Map<String, String> values) {
    return PaymentSettings.from(new ConfigView(values));
  }

  @Test
  void isOffByDefault() {
    assertEquals(PaymentSettings.DEFAULTS, from(Map.of()));
    assertEquals(new PaymentSettings(null, null, List.of()), PaymentSettings.DEFAULTS);
  }

  @Test
  void refusesASecretThatIsEmptyBlankOrShort() {
    for (String secret : List.of("", "   ", "123456789012345")) {
      ConfigException refusal =
          assertThrows(ConfigException.class, () -> from(Map.of(SECRET, secret)));
      assertTrue(refusal.getMessage().startsWith(SECRET), refusal.getMessage());
      assertFalse(refusal.getMessage().contains("123456789012345"));
    }
    PaymentSettings settings = from(Map.of(SECRET, "1234567890123456"));
    assertEquals("1234567890123456", settings.stripeSecret());
    assertFalse(settings.toString().contains("1234567890123456"));
  }

  @Test
  void readsCertificatesFromTextAndFile() throws Exception {
    TestKey key = TestKey.make(2048);
    TestKey next = TestKey.make(2048);
    Path file = Files.writeString(folder.resolve("paypal.pem"), key.pem() + next.pem());
    assertEquals(
        List.of(key.certificate()),
        from(Map.of(WEBHOOK, "W1", CERTIFICATE, key.pem())).paypalCertificates());
    assertEquals(
        List.of(key.certificate(), next.certificate()),
        from(Map.of(WEBHOOK, "W1", CERTIFICATE, file.toString())).paypalCertificates());
  }

  @Test
  void refusesHalfOfPaypalsSettingsAndWeakKeys() throws Exception {
    String weak = TestKey.make(1024).pem();
    for (Map<String, String> values :
        List.of(
            Map.of(WEBHOOK, "W1"),
            Map.of(CERTIFICATE, "x.pem"),
            Map.of(WEBHOOK, "", CERTIFICATE, "x.pem"),
            Map.of(WEBHOOK, "W1", CERTIFICATE, ""),
            Map.of(WEBHOOK, "W1", CERTIFICATE, folder.resolve("none.pem").toString()),
            Map.of(WEBHOOK, "W1", CERTIFICATE, "-----BEGIN nonsense"),
            Map.of(WEBHOOK, "W1", CERTIFICATE, weak))) {
      assertThrows(ConfigException.class, () -> from(values), values::toString);
    }
  }
}
