package io.llmgateway.model;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * Reads JSON that a model wrote carelessly: in a code fence, as a string of JSON, with trailing
 * commas, comments, single quotes, bare keys, raw line breaks in strings, Python literals, or
 * without its last brackets.
 *
 * <p>A text that was cut inside a value, or after a key, a colon or a comma, is not repaired:
 * nobody knows what was to follow, and a part must never pass for the whole.
 */
final class JsonRepair {
  private static final String FENCE = "```";

  /** A string of a string of JSON; more layers are no accident. */
  private static final int LAYERS = 3;

  private JsonRepair() {}

  /**
   * @return the object or array that was meant, or null when that is not certain
   */
  static JsonValue structure(String text) {
    return structure(text, LAYERS);
  }

  private static JsonValue structure(String text, int layers) {
    String bare = bare(text);
    if (bare.isEmpty()) {
      return null;
    }
    JsonValue value = JsonDocuments.parse(bare);
    if (value == null) {
      value = new LenientJson(bare).document();
    }
    if (value instanceof JsonString inner) {
      return layers == 0 ? null : structure(inner.getString(), layers - 1);
    }
    return value instanceof JsonObject || value instanceof JsonArray ? value : null;
  }

  /**
   * @return the object that was meant, or null when that is not certain
   */
  static JsonObject object(String text) {
    return structure(text) instanceof JsonObject object ? object : null;
  }

  private static String bare(String text) {
    String bare = text.strip();
    if (bare.startsWith("\uFEFF")) {
      bare = bare.substring(1).strip();
    }
    return bare.startsWith(FENCE) ? inside(bare) : bare;
  }

  /** By hand: an expression looks at a long run of blanks once for each of them. */
  private static String inside(String fenced) {
    int from = FENCE.length();
    while (from < fenced.length() && isLanguage(fenced.charAt(from))) {
      from++;
    }
    boolean closed = fenced.endsWith(FENCE) && fenced.length() - FENCE.length() >= from;
    return fenced.substring(from, fenced.length() - (closed ? FENCE.length() : 0)).strip();
  }

  private static boolean isLanguage(char c) {
    return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == '-';
  }
}
