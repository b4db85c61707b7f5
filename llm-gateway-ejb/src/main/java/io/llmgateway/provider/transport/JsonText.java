package io.llmgateway.provider.transport;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringReader;
import java.util.Map;

/**
 * JSON as providers send it. The JSON provider is looked up once: {@code jakarta.json.Json} does so
 * on each call, and finds nothing on a thread whose context class loader is not the application's.
 */
public final class JsonText {
  private static final JsonProvider PROVIDER = provider();
  private static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(Map.of());
  private static final JsonGeneratorFactory GENERATORS = PROVIDER.createGeneratorFactory(Map.of());

  private JsonText() {}

  private static JsonProvider provider() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(JsonText.class.getClassLoader());
    try {
      return JsonProvider.provider();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  public static JsonProvider json() {
    return PROVIDER;
  }

  public static JsonGeneratorFactory generators() {
    return GENERATORS;
  }

  /**
   * @return the document, or null when the text is not JSON
   */
  public static JsonValue parse(String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readValue();
    } catch (JsonException | IllegalStateException | StackOverflowError e) {
      return null;
    }
  }

  /**
   * @return the member as an object, or null when it is absent or something else
   */
  public static JsonObject object(JsonObject parent, String name) {
    return parent.get(name) instanceof JsonObject object ? object : null;
  }

  /**
   * @return the member as text: a string's value, a number's digits, or null when it is absent,
   *     null, empty or something else
   */
  public static String text(JsonObject parent, String name) {
    JsonValue value = parent.get(name);
    if (value == null) {
      return null;
    }
    return switch (value.getValueType()) {
      case STRING -> {
        String text = ((JsonString) value).getString();
        yield text.isEmpty() ? null : text;
      }
      case NUMBER -> value.toString();
      default -> null;
    };
  }
}
