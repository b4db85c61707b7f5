package io.llmgateway.model.json;

import jakarta.json.JsonException;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.util.Map;

/** Reading and making JSON. */
final class Json {
  static final JsonProvider PROVIDER = JsonProvider.provider();
  private static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(Map.of());

  private Json() {}

  /**
   * @return the document, or null when the text is not JSON, or is more than one document
   */
  static JsonValue parse(String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readValue();
    } catch (JsonException | IllegalStateException | StackOverflowError e) {
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
