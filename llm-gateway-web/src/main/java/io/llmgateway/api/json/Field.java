package io.llmgateway.api.json;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A value somewhere in a request, which knows its place, so that an error can name it. Each typed
 * reader throws {@link ChatException.Final} with {@link ErrorCode#INVALID_REQUEST} in OpenAI's
 * manner when the value is not of that type.
 *
 * @param path such as {@code messages[1].content}
 * @param value null when the field is not there
 */
public record Field(String path, JsonValue value) {

  public static Field of(JsonObject body, String name) {
    return new Field(name, body.get(name));
  }

  /** A field of this object. */
  public Field at(String name) {
    return new Field(path.isEmpty() ? name : path + "." + name, object().get(name));
  }

  /** Neither there nor null: clients write null for "as usual". */
  public boolean present() {
    return value != null && value.getValueType() != JsonValue.ValueType.NULL;
  }

  public Field required() {
    if (!present()) {
      throw invalid("Missing required parameter: '%s'.".formatted(path));
    }
    return this;
  }

  public boolean isText() {
    return value != null && value.getValueType() == JsonValue.ValueType.STRING;
  }

  public boolean isArray() {
    return value != null && value.getValueType() == JsonValue.ValueType.ARRAY;
  }

  public boolean isObject() {
    return value != null && value.getValueType() == JsonValue.ValueType.OBJECT;
  }

  public boolean isNumber() {
    return value != null && value.getValueType() == JsonValue.ValueType.NUMBER;
  }

  public String text() {
    if (!isText()) {
      throw wrongType("a string");
    }
    return ((JsonString) value).getString();
  }

  public String nonEmptyText() {
    String text = text();
    if (text.isEmpty()) {
      throw invalid("Invalid '%s': empty string.".formatted(path));
    }
    return text;
  }

  public JsonObject object() {
    if (!isObject()) {
      throw wrongType("an object");
    }
    return value.asJsonObject();
  }

  public List<Field> items() {
    if (!isArray()) {
      throw wrongType("an array");
    }
    JsonArray array = value.asJsonArray();
    List<Field> items = new ArrayList<>(array.size());
    for (JsonValue item : array) {
      items.add(new Field(path + "[" + items.size() + "]", item));
    }
    return items;
  }

  public boolean flag() {
    if (value == null
        || value.getValueType() != JsonValue.ValueType.TRUE
            && value.getValueType() != JsonValue.ValueType.FALSE) {
      throw wrongType("a boolean");
    }
    return value.getValueType() == JsonValue.ValueType.TRUE;
  }

  public long whole(long least, long most) {
    BigDecimal number = number("an integer");
    if (number.scale() > 0 && number.stripTrailingZeros().scale() > 0) {
      throw wrongType("an integer");
    }
    inRange(number, "integer", least, most);
    return number.longValue();
  }

  public void decimal(long least, long most) {
    inRange(number("a decimal"), "decimal", least, most);
  }

  private BigDecimal number(String expected) {
    if (!isNumber()) {
      throw wrongType(expected);
    }
    return ((JsonNumber) value).bigDecimalValue();
  }

  private void inRange(BigDecimal number, String kind, long least, long most) {
    if (number.compareTo(BigDecimal.valueOf(least)) < 0) {
      throw invalid(
          "Invalid '%s': %s below minimum value. Expected a value >= %d, but got %s instead."
              .formatted(path, kind, least, shown(number)));
    }
    if (number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw invalid(
          "Invalid '%s': %s above maximum value. Expected a value <= %d, but got %s instead."
              .formatted(path, kind, most, shown(number)));
    }
  }

  private static String shown(BigDecimal number) {
    String text = number.toString();
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  public String oneOf(List<String> words) {
    String word = text();
    if (!words.contains(word)) {
      throw invalid(
          "Invalid value: '%s'. Supported values are: %s."
              .formatted(
                  word.length() <= 64 ? word : word.substring(0, 64) + "...",
                  "'" + String.join("', '", words) + "'"));
    }
    return word;
  }

  public ChatException.Final wrongType(String expected) {
    return invalid(
        "Invalid type for '%s': expected %s, but got %s instead."
            .formatted(path, expected, found()));
  }

  public ChatException.Final invalid(String message) {
    return new ChatException.Final(ErrorCode.INVALID_REQUEST, message, path);
  }

  private String found() {
    if (value == null) {
      return "nothing";
    }
    switch (value.getValueType()) {
      case ARRAY:
        return "an array";
      case OBJECT:
        return "an object";
      case STRING:
        return "a string";
      case NUMBER:
        return ((JsonNumber) value).isIntegral() ? "an integer" : "a decimal";
      case NULL:
        return "null";
      default:
        return "a boolean";
    }
  }
}
