package io.llmgateway.catalog;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Strict access to the fields of one object of a catalogue file. */
final class Fields {
  private final String place;
  private final JsonObject json;

  /**
   * @throws CatalogException when the object has a field that is not {@code known}
   */
  Fields(String place, JsonObject json, Set<String> known) {
    this.place = place;
    this.json = json;
    for (String name : json.keySet()) {
      if (!known.contains(name)) {
        throw wrong(name, "unknown field; known are " + new TreeSet<>(known));
      }
    }
  }

  CatalogException wrong(String name, String reason) {
    return new CatalogException(place, name + ": " + reason);
  }

  String text(String name) {
    String text = optionalText(name);
    if (text == null) {
      throw wrong(name, "missing");
    }
    return text;
  }

  String optionalText(String name) {
    JsonValue value = json.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof JsonString text && !text.getString().isBlank()) {
      return text.getString();
    }
    throw wrong(name, "not a text");
  }

  String matching(String name, Pattern pattern) {
    String text = text(name);
    if (!pattern.matcher(text).matches()) {
      throw wrong(name, "does not look like " + pattern + ": " + text);
    }
    return text;
  }

  boolean flag(String name) {
    JsonValue value = json.get(name);
    if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
      return value == JsonValue.TRUE;
    }
    throw wrong(name, "neither true nor false");
  }

  /**
   * @return the number, at least 1; or 0 when the field is absent
   */
  long wholeNumber(String name, long most) {
    JsonValue value = json.get(name);
    if (value == null) {
      return 0;
    }
    if (value instanceof JsonNumber number && number.isIntegral()) {
      BigInteger found = number.bigIntegerValueExact();
      if (found.signum() > 0 && found.compareTo(BigInteger.valueOf(most)) <= 0) {
        return found.longValueExact();
      }
    }
    throw wrong(name, "not a whole number from 1 to " + most);
  }

  List<String> texts(String name) {
    if (!json.containsKey(name)) {
      return List.of();
    }
    return array(name).stream()
        .map(
            value -> {
              if (value instanceof JsonString text && !text.getString().isBlank()) {
                return text.getString();
              }
              throw wrong(name, "not a list of texts");
            })
        .toList();
  }

  Map<String, String> textsByName(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonValue> entry : object(name).entrySet()) {
      if (!(entry.getValue() instanceof JsonString text) || text.getString().isBlank()) {
        throw wrong(name + "." + entry.getKey(), "not a text");
      }
      texts.put(entry.getKey(), text.getString());
    }
    return texts;
  }

  JsonArray array(String name) {
    if (json.get(name) instanceof JsonArray array) {
      return array;
    }
    throw wrong(name, "missing, or not a list");
  }

  JsonObject object(String name) {
    JsonValue value = json.get(name);
    if (value == null) {
      return JsonValue.EMPTY_JSON_OBJECT;
    }
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrong(name, "not an object");
  }
}
