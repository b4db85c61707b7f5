package io.llmgateway.admin;

import io.llmgateway.api.exchange.RequestBody;
import io.llmgateway.api.json.Field;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The JSON object that says what is to be made or changed. Each reader throws {@link
 * ChatException.Final} with {@code invalid_request} that names the field.
 */
final class ChangeBody {
  private static final int MOST_BYTES = 1 << 20;
  private static final int INTEGER_DIGITS = 15;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,26}(\\.\\d{1,26})?");

  private final JsonObject body;

  private ChangeBody(JsonObject body) {
    this.body = body;
  }

  /**
   * @param fields all that may be there
   * @throws ChatException.Final for a body that is not JSON, is too large, or has another field
   */
  static ChangeBody of(HttpServletRequest http, String... fields) {
    JsonObject body = RequestBody.of(http, MOST_BYTES).read();
    Set<String> known = new TreeSet<>(List.of(fields));
    for (String name : body.keySet()) {
      if (!known.contains(name)) {
        throw invalid(name, "there is no such field; known are " + String.join(", ", known));
      }
    }
    return new ChangeBody(body);
  }

  /** Whether the field is there, be it null. */
  boolean has(String name) {
    return body.containsKey(name);
  }

  Field field(String name) {
    return Field.of(body, name);
  }

  /** The body as an object; a field of it has its plain name. */
  Field whole() {
    return new Field("", body);
  }

  /** A name that may stand in a path and in the name of a configuration property. */
  String name(String field) {
    String name = field(field).required().text();
    if (!NAME.matcher(name).matches()) {
      throw invalid(
          field,
          "expected 1 to 100 letters, digits, '.', '_', '@' or '-', a letter or digit first");
    }
    return name;
  }

  /**
   * @return null when it is absent or null
   */
  String text(String field, int longest) {
    if (!field(field).present()) {
      return null;
    }
    String text = field(field).text();
    if (text.isBlank() || text.length() > longest || text.chars().anyMatch(c -> c < ' ')) {
      throw invalid(field, "expected 1 to " + longest + " characters without control characters");
    }
    return text;
  }

  String requiredText(String field, int longest) {
    field(field).required();
    return text(field, longest);
  }

  /**
   * @return ISO 4217
   */
  String currency(String field) {
    String code = field(field).required().text();
    try {
      return Currency.getInstance(code).getCurrencyCode();
    } catch (IllegalArgumentException e) {
      throw invalid(field, "expected a currency of ISO 4217 such as USD");
    }
  }

  /**
   * An exact sum, as a JSON number or as text, of at most 12 decimals.
   *
   * @return null when it is absent or null
   */
  BigDecimal sum(String field) {
    Field value = field(field);
    if (!value.present()) {
      return null;
    }
    BigDecimal sum;
    if (value.isText() && NUMBER.matcher(value.text()).matches()) {
      sum = new BigDecimal(value.text());
    } else if (value.isNumber()) {
      sum = ((JsonNumber) value.value()).bigDecimalValue();
    } else {
      throw invalid(field, "expected a number");
    }
    if (sum.stripTrailingZeros().scale() > 12 || sum.precision() - sum.scale() > INTEGER_DIGITS) {
      throw invalid(field, "expected at most 12 decimals and 15 digits before them");
    }
    return sum;
  }

  /**
   * @return null when it is absent or null
   */
  BigDecimal notNegative(String field) {
    BigDecimal sum = sum(field);
    if (sum != null && sum.signum() < 0) {
      throw invalid(field, "expected zero or more");
    }
    return sum;
  }

  /**
   * @return null when it is absent or null
   */
  Instant time(String field) {
    if (!field(field).present()) {
      return null;
    }
    try {
      return OffsetDateTime.parse(field(field).text()).toInstant();
    } catch (DateTimeParseException e) {
      throw invalid(field, "expected a time such as 2026-01-31T12:00:00Z");
    }
  }

  /**
   * @return whether the field says {@code enabled}, and not {@code disabled}
   */
  boolean enabled(String field) {
    return field(field).oneOf(List.of("enabled", "disabled")).equals("enabled");
  }

  static ChatException.Final invalid(String field, String why) {
    return new ChatException.Final(
        ErrorCode.INVALID_REQUEST, "Invalid '%s': %s.".formatted(field, why), field);
  }
}
