package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;

import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.Map;

/** A reader that forgives what {@link JsonRepair} lists. One use. */
final class LenientJson {
  /** The text is not JSON, however kindly it is looked at. */
  private static final class Unreadable extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Unreadable() {
      super(null, null, false, false);
    }
  }

  private static final int DEEPEST = 100;
  private static final int LONGEST_NUMBER = 400;
  private static final Map<String, JsonValue> LITERALS =
      Map.of(
          "true", JsonValue.TRUE,
          "True", JsonValue.TRUE,
          "TRUE", JsonValue.TRUE,
          "false", JsonValue.FALSE,
          "False", JsonValue.FALSE,
          "FALSE", JsonValue.FALSE,
          "null", JsonValue.NULL,
          "None", JsonValue.NULL,
          "undefined", JsonValue.NULL);

  private final LenientText text;

  LenientJson(String text) {
    this.text = new LenientText(text);
  }

  /**
   * Some models send an empty object first and the real one after it: of several objects in a row
   * the one that holds something counts, when there is only one such.
   *
   * @return null when the text is not to be understood
   */
  JsonValue document() {
    try {
      JsonValue meant = null;
      do {
        JsonValue value = value(0);
        if (meant == null || emptyObject(meant)) {
          meant = value;
        } else if (!emptyObject(value) && !value.equals(meant)) {
          return null;
        }
        text.skip();
      } while (!text.atEnd());
      return meant;
    } catch (Unreadable | NumberFormatException e) {
      return null;
    }
  }

  private static boolean emptyObject(JsonValue value) {
    return value instanceof JsonObject object && object.isEmpty();
  }

  private JsonValue value(int depth) {
    text.skip();
    if (text.atEnd() || depth > DEEPEST) {
      throw new Unreadable();
    }
    char c = text.peek();
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"', '\'' -> JSON.createValue(string());
      default -> word(text.word());
    };
  }

  private JsonValue object(int depth) {
    JsonObjectBuilder object = JSON.createObjectBuilder();
    text.advance();
    boolean comma = false;
    while (true) {
      text.skip();
      if (text.atEnd()) {
        return cut(comma, object.build());
      }
      if (text.took('}')) {
        return object.build();
      }
      String key = key();
      text.skip();
      if (!text.took(':')) {
        throw new Unreadable();
      }
      object.add(key, value(depth + 1));
      comma = separator('}');
    }
  }

  private JsonValue array(int depth) {
    JsonArrayBuilder array = JSON.createArrayBuilder();
    text.advance();
    boolean comma = false;
    while (true) {
      text.skip();
      if (text.atEnd()) {
        return cut(comma, array.build());
      }
      if (text.took(']')) {
        return array.build();
      }
      array.add(value(depth + 1));
      comma = separator(']');
    }
  }

  /** The closing bracket is missing: fine after a complete value, but not when more was to come. */
  private static JsonValue cut(boolean comma, JsonValue value) {
    boolean empty =
        value instanceof JsonObject object ? object.isEmpty() : value.asJsonArray().isEmpty();
    if (comma || empty) {
      throw new Unreadable();
    }
    return value;
  }

  private boolean separator(char close) {
    text.skip();
    if (text.took(',')) {
      return true;
    }
    if (text.atEnd() || text.peek() == close) {
      return false;
    }
    throw new Unreadable();
  }

  private String key() {
    char c = text.peek();
    String key = c == '"' || c == '\'' ? string() : text.word();
    if (key.isEmpty()) {
      throw new Unreadable();
    }
    return key;
  }

  private String string() {
    String string = text.string();
    if (string == null) {
      throw new Unreadable();
    }
    return string;
  }

  private JsonValue word(String word) {
    JsonValue literal = LITERALS.get(word);
    if (literal != null) {
      return literal;
    }
    // the text ends in the number: digits may be missing
    if (word.isEmpty() || word.length() > LONGEST_NUMBER || text.atEnd()) {
      throw new Unreadable();
    }
    return JSON.createValue(new BigDecimal(word));
  }
}
