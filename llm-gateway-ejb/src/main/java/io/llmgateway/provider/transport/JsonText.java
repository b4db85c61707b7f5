package io.llmgateway.provider.transport;

import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonGeneratorFactory;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
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
    } catch (RuntimeException | StackOverflowError e) {
      return null; // the parser has an exception of its own for what is nested too deeply
    }
  }

  /**
   * Parts a text in which several documents may stand one behind the other: lines of JSON where one
   * document was expected, events whose blank line is missing.
   *
   * @return the documents, without white space around them; or the text itself when it does not
   *     begin with one. What follows the last one and does not look like another is left out
   */
  public static List<String> documents(String text) {
    if (text.indexOf('\n') < 0 && text.indexOf("}{") < 0) {
      return List.of(text);
    }
    List<String> documents = new ArrayList<>(1);
    int from = begin(text, 0);
    while (from >= 0) {
      int end = end(text, from);
      documents.add(text.substring(from, end));
      from = begin(text, end);
    }
    return documents.isEmpty() ? List.of(text) : documents;
  }

  private static int begin(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at < text.length() && (text.charAt(at) == '{' || text.charAt(at) == '[') ? at : -1;
  }

  private static int end(String text, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int at = from; at < text.length(); at++) {
      char c = text.charAt(at);
      if (quoted) {
        at += c == '\\' ? 1 : 0;
        quoted = c != '"';
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{' || c == '[') {
        depth++;
      } else if ((c == '}' || c == ']') && --depth == 0) {
        return at + 1;
      }
    }
    return text.length();
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
