package io.llmgateway.cache;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.util.Locale;

/**
 * What a client says about the cache, in the header {@code Cache-Control} (<a
 * href="https://www.rfc-editor.org/rfc/rfc9111#section-5.2.1">RFC 9111, 5.2.1</a>), the header
 * {@code x-gateway-cache} and the member {@code gateway.cache} of the request.
 *
 * @param asked true when it wants to use the cache, false when it wants not to, null when it says
 *     nothing
 * @param noCache whether a kept answer must not be given
 * @param noStore whether this answer must not be kept
 * @param maxAge how old a kept answer may be, or null
 */
public record CacheWish(Boolean asked, boolean noCache, boolean noStore, Duration maxAge) {
  /** A client that says nothing. */
  public static final CacheWish NONE = new CacheWish(null, false, false, null);

  static final String MEMBER = "cache";
  private static final long MOST_SECONDS = Integer.MAX_VALUE;

  /**
   * @param cacheControl the header {@code Cache-Control}, or null
   * @param header the header {@code x-gateway-cache}, or null: {@code true} or {@code false}
   */
  public static CacheWish of(String cacheControl, String header) {
    Boolean asked = header == null ? null : flag(header.trim());
    if (cacheControl == null) {
      return asked == null ? NONE : new CacheWish(asked, false, false, null);
    }
    boolean noCache = false;
    boolean noStore = false;
    Duration maxAge = null;
    for (String each : cacheControl.toLowerCase(Locale.ROOT).split(",")) {
      String directive = each.trim();
      noCache |= directive.equals("no-cache");
      noStore |= directive.equals("no-store");
      if (directive.startsWith("max-age=")) {
        maxAge = seconds(directive.substring("max-age=".length()));
      }
    }
    return new CacheWish(asked, noCache, noStore, maxAge);
  }

  private static Boolean flag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  /** What can not be read allows nothing, as RFC 9111, 4.2.1 encourages. */
  private static Duration seconds(String text) {
    String digits = text.replace("\"", "");
    if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Duration.ZERO;
    }
    return Duration.ofSeconds(
        digits.length() > 9 ? MOST_SECONDS : Math.min(MOST_SECONDS, Long.parseLong(digits)));
  }

  /**
   * @return whether the request may be answered out of the cache, and its answer be kept for others
   *     like it: it asks for that, or for the one most likely answer each time
   */
  boolean eligible(JsonObject body, boolean deterministic) {
    Boolean own = ownWord(body);
    Boolean word = own != null ? own : asked;
    return word != null ? word : deterministic || coldest(body);
  }

  private static Boolean ownWord(JsonObject body) {
    JsonValue wishes = body.get("gateway");
    JsonValue word = wishes instanceof JsonObject object ? object.get(MEMBER) : null;
    return word == JsonValue.TRUE ? Boolean.TRUE : word == JsonValue.FALSE ? Boolean.FALSE : null;
  }

  private static boolean coldest(JsonObject body) {
    return body.get("temperature") instanceof JsonNumber number
        && number.bigDecimalValue().signum() == 0;
  }
}
