package io.llmgateway.routing.constraint;

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
import java.util.Set;

/**
 * One field of a client's wishes, which knows its place, so that an error can name it.
 *
 * @param path such as {@code gateway.max_price.prompt}
 * @param value null when the field is not there
 */
record Wish(String path, JsonValue value) {
  private static final int MOST_ITEMS = 100;
  private static final int LONGEST_TEXT = 200;

  /** Neither there nor null: clients write null for "as usual". */
  boolean present() {
    return value != null && value != JsonValue.NULL;
  }

  Wish at(String name) {
    return new Wish(path + "." + name, object().get(name));
  }

  JsonObject object() {
    if (value instanceof JsonObject object) {
      return object;
    }
    throw wrongType("an object");
  }

  /**
   * @throws ChatException.Final naming the field that nobody knows
   */
  void requireOnly(Set<String> known) {
    for (String name : object().keySet()) {
      if (!known.contains(name)) {
        throw new Wish(path + "." + shortened(name), null).invalid("is not known");
      }
    }
  }

  boolean flag() {
    if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
      return value == JsonValue.TRUE;
    }
    throw wrongType("a boolean");
  }

  String text() {
    if (!(value instanceof JsonString string)) {
      throw wrongType("a string");
    }
    String text = string.getString();
    if (text.isBlank() || text.length() > LONGEST_TEXT) {
      throw invalid("must have 1 to " + LONGEST_TEXT + " characters");
    }
    return text;
  }

  String oneOf(List<String> words) {
    String text = text();
    if (!words.contains(text)) {
      throw invalid("must be one of " + String.join(", ", words));
    }
    return text;
  }

  List<String> texts() {
    if (!(value instanceof JsonArray array)) {
      throw wrongType("an array of strings");
    }
    if (array.size() > MOST_ITEMS) {
      throw invalid("has more than " + MOST_ITEMS + " items");
    }
    List<String> texts = new ArrayList<>(array.size());
    for (JsonValue item : array) {
      texts.add(new Wish(path + "[" + texts.size() + "]", item).text());
    }
    return texts;
  }

  List<String> textOrTexts() {
    return value instanceof JsonString ? List.of(text()) : texts();
  }

  /** OpenRouter's own clients write prices as numbers or as decimal texts. */
  BigDecimal price() {
    BigDecimal price;
    if (value instanceof JsonNumber number) {
      price = number.bigDecimalValue();
    } else if (value instanceof JsonString string) {
      price = decimal(string.getString());
    } else {
      throw wrongType("a number");
    }
    if (price.signum() < 0 || price.precision() - price.scale() > 12 || price.scale() > 12) {
      throw invalid("must be a price of 0 or more");
    }
    return price;
  }

  private BigDecimal decimal(String text) {
    if (!text.matches("\\d{1,12}(\\.\\d{1,12})?")) {
      throw wrongType("a number");
    }
    return new BigDecimal(text);
  }

  boolean isObject() {
    return value instanceof JsonObject;
  }

  ChatException.Final wrongType(String expected) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST,
        "Invalid type for '" + path + "': expected " + expected + ".",
        path);
  }

  ChatException.Final invalid(String why) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "Invalid '" + path + "': " + why + ".", path);
  }

  private static String shortened(String name) {
    return name.length() <= 64 ? name : name.substring(0, 64) + "...";
  }
}
