package io.llmgateway.it.simulator;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A JSON value with forgiving access: a step into something absent gives an absent value, never an
 * exception.
 *
 * @param value Map, List, String, BigDecimal, Boolean, or null for both JSON's null and absence
 */
public record Doc(Object value) {

  /**
   * @throws IllegalArgumentException when the text is not one JSON value
   */
  public static Doc parse(String json) {
    return new Doc(new JsonReader(json).read());
  }

  /**
   * @return whether the text is one JSON value
   */
  public static boolean isJson(String text) {
    try {
      parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * @param path names and indexes, such as {@code "choices", 0, "message"}
   */
  public Doc at(Object... path) {
    Object at = value;
    for (Object step : path) {
      if (step instanceof Integer index && at instanceof List<?> list) {
        at = index < list.size() ? list.get(index) : null;
      } else if (step instanceof String name && at instanceof Map<?, ?> map) {
        at = map.get(name);
      } else {
        return new Doc(null);
      }
    }
    return new Doc(at);
  }

  public boolean present() {
    return value != null;
  }

  public boolean has(String name) {
    return value instanceof Map<?, ?> map && map.containsKey(name);
  }

  /**
   * @return the text, or null when this is not a text
   */
  public String text() {
    return value instanceof String text ? text : null;
  }

  /**
   * @return the number, or null when this is not a number
   */
  public BigDecimal number() {
    return value instanceof BigDecimal number ? number : null;
  }

  /**
   * @return the whole number, or 0 when this is not a number
   */
  public int integer() {
    return value instanceof BigDecimal number ? number.intValue() : 0;
  }

  public boolean isTrue() {
    return Boolean.TRUE.equals(value);
  }

  /**
   * @return the elements, empty when this is not an array
   */
  public List<Doc> items() {
    return value instanceof List<?> list ? list.stream().map(o -> new Doc(o)).toList() : List.of();
  }

  /** The value as JSON. */
  @Override
  public String toString() {
    return JsonWriter.write(value);
  }
}
