package io.llmgateway.payment;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.zip.CRC32;

/**
 * PayPal signs {@code <transmission id>|<transmission time>|<webhook id>|<CRC-32 of the body>} with
 * SHA256withRSA. See https://developer.paypal.com/api/rest/webhooks/rest/#verify-webhook-message.
 *
 * <p>The address of the certificate, which the notification names itself, is not followed: the
 * operator says which certificates are PayPal's.
 */
public final class PaypalSignature {
  private static final String ALGORITHM = "SHA256withRSA";

  private final String webhookId;
  private final List<X509Certificate> certificates;
  private final Clock clock;

  public PaypalSignature(String webhookId, List<X509Certificate> certificates, Clock clock) {
    this.webhookId = webhookId;
    this.certificates = List.copyOf(certificates);
    this.clock = clock;
  }

  /**
   * The headers {@code PAYPAL-TRANSMISSION-ID}, {@code -TIME}, {@code -SIG} and {@code
   * PAYPAL-AUTH-ALGO}; null where there is none.
   */
  public record Headers(String id, String time, String signature, String algorithm) {
    boolean complete() {
      return id != null && time != null && signature != null && algorithm != null;
    }
  }

  /**
   * @param body as it was received, byte by byte
   * @throws io.llmgateway.chat.ChatException.Final INVALID_REQUEST unless the signature is genuine
   *     and its certificate has not expired
   */
  public void require(Headers headers, byte[] body) {
    if (!headers.complete() || !headers.algorithm().equalsIgnoreCase(ALGORITHM)) {
      throw StripeSignature.refused();
    }
    CRC32 crc = new CRC32();
    crc.update(body);
    byte[] message =
        String.join("|", headers.id(), headers.time(), webhookId, Long.toString(crc.getValue()))
            .getBytes(StandardCharsets.UTF_8);
    byte[] signature = decoded(headers.signature());
    Date now = Date.from(clock.instant());
    if (certificates.stream().noneMatch(c -> genuine(c, now, message, signature))) {
      throw StripeSignature.refused();
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64.trim());
    } catch (IllegalArgumentException e) {
      throw StripeSignature.refused();
    }
  }

  private static boolean genuine(
      X509Certificate certificate, Date now, byte[] message, byte[] bytes) {
    try {
      certificate.checkValidity(now);
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initVerify(certificate.getPublicKey());
      signature.update(message);
      return signature.verify(bytes);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
