package io.llmgateway.model;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.Map;

/**
 * JSON documents of this room. The JSON provider is looked up once, with the application's class
 * loader: a thread of a pool may have another.
 */
final class JsonDocuments {
  static final JsonProvider JSON = provider();
  private static final JsonParserFactory PARSERS = JSON.createParserFactory(Map.of());

  private JsonDocuments() {}

  private static JsonProvider provider() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(JsonDocuments.class.getClassLoader());
    try {
      return JsonProvider.provider();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * @return the document, or null when the text is not JSON
   */
  static JsonValue parse(String text) {
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      parser.next();
      JsonValue value = parser.getValue();
      // a reader would not look whether something follows
      return parser.hasNext() ? null : value;
    } catch (RuntimeException | StackOverflowError e) {
      // not only JsonException: too deep a text is another one, and an empty text a third
      return null;
    }
  }

  /**
   * @return the member when it is an object, else null
   */
  static JsonObject object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? object : null;
  }

  /**
   * @return the member when it is a string, else null
   */
  static String text(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonString text ? text.getString() : null;
  }

  /**
   * @return the value's text: a string's own, of anything else its JSON; null for null
   */
  static String written(JsonValue value) {
    if (value == null || value == JsonValue.NULL) {
      return null;
    }
    return value instanceof JsonString string ? string.getString() : value.toString();
  }
}
