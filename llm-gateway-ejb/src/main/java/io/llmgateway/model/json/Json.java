package io.llmgateway.model.json;

import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParserFactory;
import java.io.StringReader;
import java.util.Map;

/** Reading and making JSON. */
final class Json {
  static final JsonProvider PROVIDER = JsonProvider.provider();
  private static final JsonParserFactory PARSERS = PROVIDER.createParserFactory(Map.of());

  private Json() {}

  /**
   * @return the document, or null when the text is not JSON, or is more than one document
   */
  static JsonValue parse(String text) {
    try (JsonParser parser = PARSERS.createParser(new StringReader(text))) {
      parser.next();
      JsonValue value = parser.getValue();
      // a reader would not look whether something follows
      return parser.hasNext() ? null : value;
    } catch (RuntimeException | StackOverflowError e) {
      // not only JsonException: a text that is too deep is another one, a number beyond all measure
      // and an empty text are two more
      return null;
    }
  }

  /**
   * @return the string's value, or the empty text when it is none
   */
  static String text(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : "";
  }
}
