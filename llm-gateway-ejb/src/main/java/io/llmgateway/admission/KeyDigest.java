package io.llmgateway.admission;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 of an API key under the gateway's own secret: all that is kept of a key. */
final class KeyDigest {
  private static final String ALGORITHM = "HmacSHA256";

  private final Mac prototype;

  KeyDigest(byte[] secret) {
    try {
      prototype = Mac.getInstance(ALGORITHM);
      prototype.init(new SecretKeySpec(secret, ALGORITHM));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the platform lacks " + ALGORITHM, e);
    }
  }

  /**
   * @return 64 hexadecimal digits
   */
  String of(String apiKey) {
    try {
      Mac mac = (Mac) prototype.clone();
      return HexFormat.of().formatHex(mac.doFinal(apiKey.getBytes(StandardCharsets.UTF_8)));
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the platform's " + ALGORITHM + " can not be cloned", e);
    }
  }
}
