package io.llmgateway.model;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a schema says of numbers' ranges and of texts' lengths and patterns. */
final class SchemaLimits {
  /** A pattern comes from the client, and a text from a model: neither may cost us a core. */
  private static final int PATTERN_STEPS = 200_000;

  private static final int LONGEST_EXPONENT = 400;

  private SchemaLimits() {}

  /**
   * @param name of the place
   * @return what is wrong, or null
   */
  static String fault(JsonObject rules, JsonValue value, String name) {
    if (value instanceof JsonNumber number) {
      return range(rules, number.bigDecimalValue(), name);
    }
    if (value instanceof JsonString string) {
      String text = string.getString();
      String fault = length(rules, text.codePointCount(0, text.length()), "Length", name);
      return fault != null ? fault : pattern(rules, text, name);
    }
    return null;
  }

  static String length(JsonObject rules, int length, String of, String name) {
    BigDecimal actual = BigDecimal.valueOf(length);
    if (rules.get("min" + of) instanceof JsonNumber least
        && actual.compareTo(least.bigDecimalValue()) < 0) {
      return name + " has fewer than " + least + " " + what(of);
    }
    if (rules.get("max" + of) instanceof JsonNumber most
        && actual.compareTo(most.bigDecimalValue()) > 0) {
      return name + " has more than " + most + " " + what(of);
    }
    return null;
  }

  private static String what(String of) {
    return of.equals("Items") ? "items" : "characters";
  }

  private static String range(JsonObject rules, BigDecimal value, String name) {
    if (rules.get("minimum") instanceof JsonNumber least
        && value.compareTo(least.bigDecimalValue()) < 0) {
      return name + " must be at least " + least;
    }
    if (rules.get("maximum") instanceof JsonNumber most
        && value.compareTo(most.bigDecimalValue()) > 0) {
      return name + " must be at most " + most;
    }
    if (rules.get("exclusiveMinimum") instanceof JsonNumber below
        && value.compareTo(below.bigDecimalValue()) <= 0) {
      return name + " must be above " + below;
    }
    if (rules.get("exclusiveMaximum") instanceof JsonNumber above
        && value.compareTo(above.bigDecimalValue()) >= 0) {
      return name + " must be below " + above;
    }
    return null;
  }

  private static String pattern(JsonObject rules, String text, String name) {
    if (!(rules.get("pattern") instanceof JsonString pattern)) {
      return null;
    }
    try {
      boolean found = Pattern.compile(pattern.getString()).matcher(new CountedText(text)).find();
      return found ? null : name + " must match " + pattern.getString();
    } catch (PatternSyntaxException | CountedText.TooLong | StackOverflowError e) {
      return null;
    }
  }

  static boolean integral(JsonNumber number) {
    BigDecimal value = number.bigDecimalValue();
    return value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
  }

  /** Equal as JSON Schema has it: 1 and 1.0 are the same number. */
  static boolean same(JsonValue one, JsonValue other) {
    if (one instanceof JsonNumber a && other instanceof JsonNumber b) {
      return a.bigDecimalValue().compareTo(b.bigDecimalValue()) == 0;
    }
    return one.equals(other);
  }

  /**
   * @return whether the number can be worked with
   */
  static boolean sane(BigDecimal number) {
    return Math.abs((long) number.scale()) <= LONGEST_EXPONENT;
  }

  /** A text that gives up when it is looked at too often. */
  private static final class CountedText implements CharSequence {
    private static final class TooLong extends RuntimeException {
      private static final long serialVersionUID = 1L;

      TooLong() {
        super(null, null, false, false);
      }
    }

    private final CharSequence text;
    private int looks;

    CountedText(CharSequence text) {
      this.text = text;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks > PATTERN_STEPS) {
        throw new TooLong();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
