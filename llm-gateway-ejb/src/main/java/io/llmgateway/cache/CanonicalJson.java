package io.llmgateway.cache;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.TreeMap;

/**
 * Feeds a JSON value to a digest in one form for all ways of writing it: members in the order of
 * their names, numbers by value, no white space. Lengths stand before texts, so that no two values
 * give the same bytes.
 */
final class CanonicalJson {
  private final MessageDigest digest;

  CanonicalJson(MessageDigest digest) {
    this.digest = digest;
  }

  void add(JsonValue value) {
    switch (value.getValueType()) {
      case OBJECT -> object((JsonObject) value);
      case ARRAY -> array((JsonArray) value);
      case STRING -> text('s', ((JsonString) value).getString());
      case NUMBER -> text('n', plain((JsonNumber) value));
      default -> text('w', value.toString());
    }
  }

  private static String plain(JsonNumber number) {
    return number.bigDecimalValue().stripTrailingZeros().toString();
  }

  private void object(JsonObject object) {
    mark('o', object.size());
    new TreeMap<>(object)
        .forEach(
            (name, value) -> {
              text('m', name);
              add(value);
            });
  }

  private void array(JsonArray array) {
    mark('a', array.size());
    array.forEach(this::add);
  }

  void text(char kind, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    mark(kind, bytes.length);
    digest.update(bytes);
  }

  private void mark(char kind, int size) {
    digest.update((kind + Integer.toString(size) + ':').getBytes(StandardCharsets.US_ASCII));
  }
}
