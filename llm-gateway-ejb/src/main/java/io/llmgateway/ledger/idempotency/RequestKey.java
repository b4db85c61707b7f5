package io.llmgateway.ledger.idempotency;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;

/**
 * The Idempotency-Key of a request, and what tells whether another request is the same one.
 *
 * @param value 1 to 255 visible ASCII characters, chosen by the client
 * @param requestHash the SHA-256, in hexadecimal, of method, path and body
 */
public record RequestKey(String value, String requestHash) {
  public RequestKey {
    Objects.requireNonNull(value);
    Objects.requireNonNull(requestHash);
  }

  /**
   * @return the id of the key's row: each API key has its own keys
   */
  String id(String apiKey) {
    byte[] names = (apiKey + '\n' + value).getBytes(StandardCharsets.UTF_8);
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(names));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
