package io.llmgateway.payment;

import io.llmgateway.config.ConfigException;
import io.llmgateway.config.ConfigView;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;

/**
 * Which payment services may send notifications; none unless it is configured.
 *
 * @param stripeSecret of the webhook endpoint, or null: {@code
 *     gateway.payments.stripe.webhook-secret}
 * @param paypalWebhookId or null: {@code gateway.payments.paypal.webhook-id}
 * @param paypalCertificates that PayPal signs with, none or several: {@code
 *     gateway.payments.paypal.certificate}, PEM or the path of a PEM file
 */
public record PaymentSettings(
    String stripeSecret, String paypalWebhookId, List<X509Certificate> paypalCertificates) {
  private static final String STRIPE_SECRET = "gateway.payments.stripe.webhook-secret";
  private static final String PAYPAL_WEBHOOK = "gateway.payments.paypal.webhook-id";
  private static final String PAYPAL_CERTIFICATE = "gateway.payments.paypal.certificate";
  private static final int SHORTEST_SECRET = 16;
  private static final int FEWEST_BITS = 2_048;

  public static final PaymentSettings DEFAULTS = new PaymentSettings(null, null, List.of());

  public PaymentSettings {
    paypalCertificates = List.copyOf(paypalCertificates);
  }

  /**
   * @throws ConfigException when a value can not be used; a secret that is set and empty or short
   *     is none
   */
  public static PaymentSettings from(ConfigView config) {
    String secret = given(config, STRIPE_SECRET);
    if (secret != null && secret.length() < SHORTEST_SECRET) {
      throw new ConfigException(
          STRIPE_SECRET, "must have " + SHORTEST_SECRET + " characters or more");
    }
    String webhook = given(config, PAYPAL_WEBHOOK);
    String certificate = given(config, PAYPAL_CERTIFICATE);
    if (webhook == null != (certificate == null)) {
      throw new ConfigException(
          webhook == null ? PAYPAL_WEBHOOK : PAYPAL_CERTIFICATE,
          "is needed together with " + (webhook == null ? PAYPAL_CERTIFICATE : PAYPAL_WEBHOOK));
    }
    return new PaymentSettings(
        secret, webhook, certificate == null ? List.of() : certificates(certificate));
  }

  /**
   * @return null when the property is not there
   */
  private static String given(ConfigView config, String name) {
    if (!config.has(name)) {
      return null;
    }
    return config
        .text(name)
        .orElseThrow(
            () ->
                new ConfigException(
                    name, "is empty; leave it out to have no notifications of this service"));
  }

  private static List<X509Certificate> certificates(String value) {
    List<X509Certificate> found = new ArrayList<>();
    try {
      byte[] pem =
          value.startsWith("-----BEGIN")
              ? value.getBytes(StandardCharsets.UTF_8)
              : Files.readAllBytes(Path.of(value));
      CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem))
          .forEach(certificate -> found.add((X509Certificate) certificate));
    } catch (IOException | InvalidPathException e) {
      throw new ConfigException(PAYPAL_CERTIFICATE, "neither PEM nor a file that can be read");
    } catch (CertificateException e) {
      throw new ConfigException(PAYPAL_CERTIFICATE, "not an X.509 certificate in PEM");
    }
    boolean strong =
        found.stream()
            .allMatch(
                c ->
                    c.getPublicKey() instanceof RSAPublicKey key
                        && key.getModulus().bitLength() >= FEWEST_BITS);
    if (found.isEmpty() || !strong) {
      throw new ConfigException(
          PAYPAL_CERTIFICATE, "expected certificates with RSA keys of 2048 bits or more");
    }
    return found;
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return "PaymentSettings[stripe="
        + (stripeSecret != null)
        + ", paypal="
        + (paypalWebhookId != null)
        + "]";
  }
}
