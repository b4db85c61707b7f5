package io.llmgateway.admission;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes API keys: {@code sk-} and 256 random bits. */
final class KeySecret {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private KeySecret() {}

  static String fresh() {
    byte[] random = new byte[BYTES];
    RANDOM.nextBytes(random);
    return "sk-" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
  }
}
