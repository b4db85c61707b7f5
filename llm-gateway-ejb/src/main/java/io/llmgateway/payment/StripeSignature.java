package io.llmgateway.payment;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The header {@code Stripe-Signature: t=<seconds>,v1=<hex>[,v1=<hex>...]}: each {@code v1} is an
 * HMAC-SHA256 of {@code <seconds>.<body>} with one of the endpoint's secrets, of which there are
 * two while one is replaced. See https://docs.stripe.com/webhooks#verify-manually.
 */
public final class StripeSignature {
  /** What Stripe's own libraries allow between the signature and now. */
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final String ALGORITHM = "HmacSHA256";

  private final byte[] secret;
  private final Clock clock;

  public StripeSignature(String secret, Clock clock) {
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.clock = clock;
  }

  /**
   * @param header null when there is none
   * @param body as it was received, byte by byte
   * @throws ChatException.Final INVALID_REQUEST unless the signature is genuine and of our time
   */
  public void require(String header, byte[] body) {
    String seconds = null;
    List<byte[]> signatures = new ArrayList<>();
    for (String part : header == null ? new String[0] : header.split(",")) {
      String[] pair = part.trim().split("=", 2);
      if (pair.length == 2 && pair[0].equals("t")) {
        seconds = pair[1];
      } else if (pair.length == 2 && pair[0].equals("v1")) {
        signatures.add(bytes(pair[1]));
      }
    }
    if (seconds == null || !seconds.matches("\\d{1,12}")) {
      throw refused();
    }
    byte[] expected = expected(seconds, body);
    boolean genuine = false;
    for (byte[] signature : signatures) {
      genuine |= MessageDigest.isEqual(expected, signature);
    }
    if (!genuine || !ofOurTime(Long.parseLong(seconds))) {
      throw refused();
    }
  }

  private boolean ofOurTime(long seconds) {
    return Math.abs(clock.instant().getEpochSecond() - seconds) <= TOLERANCE.toSeconds();
  }

  private byte[] expected(String seconds, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(secret, ALGORITHM));
      mac.update((seconds + ".").getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String hex) {
    try {
      return HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }

  static ChatException.Final refused() {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "The signature of the notification is not valid.");
  }
}
