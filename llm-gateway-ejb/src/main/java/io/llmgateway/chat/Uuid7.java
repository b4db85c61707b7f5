package io.llmgateway.chat;

import java.security.SecureRandom;
import java.util.UUID;

/**
 * Time-ordered unique ids (UUID version 7, RFC 9562 section 5.7), so that index pages of the ledger
 * fill in order.
 */
public final class Uuid7 {
  private static final SecureRandom SEED = new SecureRandom();

  private Uuid7() {}

  /**
   * @param epochMillis the time to carry, in milliseconds since 1970
   * @return the id in its canonical text form of 36 characters
   */
  public static String next(long epochMillis) {
    byte[] random = new byte[10];
    SEED.nextBytes(random);
    long high = (epochMillis << 16) | 0x7000L | ((random[0] & 0x0FL) << 8) | (random[1] & 0xFFL);
    long low = 0;
    for (int i = 2; i < 10; i++) {
      low = (low << 8) | (random[i] & 0xFFL);
    }
    low = (low & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }
}
