package io.llmgateway.model;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JSON that a model wrote carelessly: in a code fence, as a string of JSON, with trailing
 * commas, comments, single quotes, bare keys, raw line breaks in strings, Python literals, or
 * without its last brackets.
 *
 * <p>A text that was cut inside a value, or after a key, a colon or a comma, is not repaired:
 * nobody knows what was to follow, and a part must never pass for the whole.
 */
final class JsonRepair {
  private static final Pattern FENCE =
      Pattern.compile(
          "^```[a-zA-Z_-]*[ \\t]*\\r?\\n?(.*?)(?:\\r?\\n?[ \\t]*```)?$", Pattern.DOTALL);

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
    if (bare.startsWith("```")) {
      Matcher fence = FENCE.matcher(bare);
      return fence.matches() ? fence.group(1).strip() : bare;
    }
    return bare;
  }
}
