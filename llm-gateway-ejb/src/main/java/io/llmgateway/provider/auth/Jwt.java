package io.llmgateway.provider.auth;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;

/** Signed tokens (RFC 7519) out of a header and claims that are JSON text already. */
final class Jwt {
  private Jwt() {}

  static String hs256(String header, String claims, String secret) {
    String signed = Digests.base64Url(header) + '.' + Digests.base64Url(claims);
    return signed + '.' + Digests.base64Url(Digests.hmac(secret, signed));
  }

  /**
   * @throws GeneralSecurityException when the key is not an RSA key
   */
  static String rs256(String header, String claims, PrivateKey key)
      throws GeneralSecurityException {
    String signed = Digests.base64Url(header) + '.' + Digests.base64Url(claims);
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(StandardCharsets.US_ASCII));
    return signed + '.' + Digests.base64Url(signature.sign());
  }
}
