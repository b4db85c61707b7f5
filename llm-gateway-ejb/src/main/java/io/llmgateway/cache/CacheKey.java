package io.llmgateway.cache;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What two requests have in common when one answer is right for both: the account, the operation,
 * and every field of the request, its user, seed and tools included. How the answer is delivered is
 * no part of it.
 *
 * @param account whose answer it is; never another's
 * @param digest SHA-256 of operation and canonical request
 */
public record CacheKey(String account, String digest) {
  private static final Set<String> DELIVERY = Set.of("stream", "stream_options");
  private static final String GATEWAY = "gateway";

  /**
   * @param operation {@code chat} or {@code embeddings}
   * @param model the name that the client asked for
   */
  public static CacheKey of(String account, String operation, String model, JsonObject body) {
    MessageDigest digest = sha256();
    CanonicalJson canonical = new CanonicalJson(digest);
    canonical.text('k', operation);
    canonical.text('k', model);
    new TreeMap<>(body)
        .forEach(
            (name, value) -> {
              if (!DELIVERY.contains(name)) {
                member(canonical, name, value);
              }
            });
    return new CacheKey(account, HexFormat.of().formatHex(digest.digest()));
  }

  private static void member(CanonicalJson canonical, String name, JsonValue value) {
    if (name.equals(GATEWAY) && value instanceof JsonObject wishes) {
      for (Map.Entry<String, JsonValue> wish : new TreeMap<>(wishes).entrySet()) {
        if (!wish.getKey().equals(CacheWish.MEMBER)) {
          canonical.text('g', wish.getKey());
          canonical.add(wish.getValue());
        }
      }
    } else {
      canonical.text('m', name);
      canonical.add(value);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
