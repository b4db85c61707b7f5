package io.llmgateway.admission;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** All API keys by digest, at one moment. Immutable. */
final class KeyRing {
  /** A key and whom it makes known. */
  record Entry(String digest, KeySettings settings, Caller caller) {}

  private final Map<String, Entry> byDigest = new HashMap<>();
  private final Map<String, Entry> byName = new HashMap<>();
  private final KeyDigest digest;

  KeyRing(KeyDigest digest, Iterable<Entry> entries) {
    this.digest = digest;
    for (Entry entry : entries) {
      byDigest.put(entry.digest(), entry);
      byName.put(entry.settings().name(), entry);
    }
  }

  /**
   * Finds the key by its whole digest. The look-up works on a keyed digest, of which an attacker
   * learns nothing by timing; the comparison that decides takes constant time all the same.
   *
   * @return null when there is no such key
   */
  Entry find(String apiKey) {
    String presented = digest.of(apiKey);
    Entry entry = byDigest.get(presented);
    return entry != null && equal(presented, entry.digest()) ? entry : null;
  }

  Collection<Entry> entries() {
    return byName.values();
  }

  Entry named(String name) {
    return byName.get(name);
  }

  private static boolean equal(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.US_ASCII), b.getBytes(StandardCharsets.US_ASCII));
  }
}
