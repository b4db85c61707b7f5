package io.llmgateway.payment;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.Json;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.util.Locale;

/** Reads an event whose signature is genuine; what does not look as documented is refused. */
final class EventFields {
  private static final int LONGEST_ID = 150;

  private final JsonObject object;

  private EventFields(JsonObject object) {
    this.object = object;
  }

  /**
   * @throws ChatException.Final INVALID_JSON
   */
  static EventFields of(byte[] body) {
    try (JsonReader reader = Json.createReader(new ByteArrayInputStream(body))) {
      return new EventFields(reader.readObject());
    } catch (RuntimeException | StackOverflowError e) {
      throw new ChatException.Final(ErrorCode.INVALID_JSON, "The event is not a JSON object.");
    }
  }

  /** An object, empty when it is not there. */
  EventFields at(String name) {
    return new EventFields(
        object.get(name) instanceof JsonObject inner ? inner : JsonValue.EMPTY_JSON_OBJECT);
  }

  /**
   * @return null when it is not there, or no text
   */
  String text(String name) {
    return object.get(name) instanceof JsonString text && !text.getString().isEmpty()
        ? text.getString()
        : null;
  }

  /** An id, which is there and not too long. */
  String id(String name) {
    String id = text(name);
    if (id == null || id.length() > LONGEST_ID) {
      throw invalid(name);
    }
    return id;
  }

  String currency(String name) {
    String code = text(name);
    if (code == null || code.length() != 3) {
      throw invalid(name);
    }
    return code.toUpperCase(Locale.ROOT);
  }

  /** A whole number above zero. */
  BigDecimal count(String name) {
    if (object.get(name) instanceof JsonNumber number
        && number.isIntegral()
        && number.bigDecimalValue().signum() > 0
        && number.bigDecimalValue().precision() <= 18) {
      return number.bigDecimalValue();
    }
    throw invalid(name);
  }

  /** A decimal number above zero, written as text. */
  BigDecimal decimal(String name) {
    String text = text(name);
    if (text == null || !text.matches("\\d{1,15}(\\.\\d{1,12})?")) {
      throw invalid(name);
    }
    return new BigDecimal(text);
  }

  JsonObject object() {
    return object;
  }

  static ChatException.Final invalid(String name) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "The event's '" + name + "' is not as expected.", name);
  }
}
