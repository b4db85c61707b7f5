package io.llmgateway.model.schema;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a schema asks of a value itself, whatever is in it. */
final class ValueRules {
  /** Java's patterns call themselves for each character of some texts. */
  private static final int LONGEST_MATCHED = 2_000;

  /** A number such as 1E999999999 would be written out to be divided. */
  private static final int MOST_DIGITS = 400;

  private ValueRules() {}

  static void check(JsonObject schema, JsonValue value, String at, List<String> problems) {
    if (schema.containsKey("const") && !same(schema.get("const"), value)) {
      problems.add(at + " must be " + schema.get("const"));
    }
    if (schema.get("enum") instanceof JsonArray values
        && values.stream().noneMatch(each -> same(each, value))) {
      problems.add(at + " must be one of " + values);
    }
    if (value instanceof JsonNumber number) {
      number(schema, number.bigDecimalValue(), at, problems);
    } else if (value instanceof JsonString text) {
      text(schema, text.getString(), at, problems);
    } else if (value instanceof JsonArray items) {
      between(schema, "minItems", "maxItems", items.size(), at + " items", problems);
      if (JsonValue.TRUE.equals(schema.get("uniqueItems")) && repeats(items)) {
        problems.add(at + " must not have the same item twice");
      }
    } else if (value instanceof JsonObject members) {
      between(schema, "minProperties", "maxProperties", members.size(), at + " members", problems);
      required(schema.get("required"), members, at, problems);
    }
  }

  private static void required(
      JsonValue names, JsonObject members, String at, List<String> problems) {
    if (names instanceof JsonArray required) {
      for (JsonValue name : required) {
        if (name instanceof JsonString text && !members.containsKey(text.getString())) {
          problems.add(at + "." + text.getString() + " is missing");
        }
      }
    }
  }

  private static void number(
      JsonObject schema, BigDecimal value, String at, List<String> problems) {
    if (least(schema, "minimum", value) > 0) {
      problems.add(at + " must be at least " + schema.get("minimum"));
    }
    if (schema.get("maximum") instanceof JsonNumber most
        && value.compareTo(most.bigDecimalValue()) > 0) {
      problems.add(at + " must be at most " + most);
    }
    if (schema.get("exclusiveMinimum") instanceof JsonNumber bound
        && value.compareTo(bound.bigDecimalValue()) <= 0) {
      problems.add(at + " must be more than " + bound);
    }
    if (schema.get("exclusiveMaximum") instanceof JsonNumber bound
        && value.compareTo(bound.bigDecimalValue()) >= 0) {
      problems.add(at + " must be less than " + bound);
    }
    if (schema.get("multipleOf") instanceof JsonNumber unit
        && !isMultiple(value, unit.bigDecimalValue())) {
      problems.add(at + " must be a multiple of " + unit);
    }
  }

  private static int least(JsonObject schema, String name, BigDecimal value) {
    return schema.get(name) instanceof JsonNumber bound
        ? bound.bigDecimalValue().compareTo(value)
        : 0;
  }

  private static boolean isMultiple(BigDecimal value, BigDecimal unit) {
    return unit.signum() == 0
        || Math.abs((long) value.scale()) > MOST_DIGITS
        || Math.abs((long) unit.scale()) > MOST_DIGITS
        || value.remainder(unit).signum() == 0;
  }

  private static void text(JsonObject schema, String text, String at, List<String> problems) {
    int length = text.codePointCount(0, text.length());
    between(schema, "minLength", "maxLength", length, at + " characters", problems);
    if (schema.get("pattern") instanceof JsonString pattern && !finds(pattern.getString(), text)) {
      problems.add(at + " must match " + pattern);
    }
  }

  /**
   * @return true also when the pattern can not be read here, or takes too long: the model is not to
   *     blame for that
   */
  static boolean finds(String pattern, String text) {
    if (text.length() > LONGEST_MATCHED) {
      return true;
    }
    try {
      return Pattern.compile(pattern).matcher(new BoundedText(text)).find();
    } catch (PatternSyntaxException | BoundedText.Exhausted | StackOverflowError e) {
      return true;
    }
  }

  private static void between(
      JsonObject schema, String least, String most, int count, String what, List<String> problems) {
    BigDecimal value = BigDecimal.valueOf(count);
    if (least(schema, least, value) > 0) {
      problems.add(what + ": at least " + schema.get(least));
    }
    if (schema.get(most) instanceof JsonNumber bound
        && value.compareTo(bound.bigDecimalValue()) > 0) {
      problems.add(what + ": at most " + bound);
    }
  }

  private static boolean repeats(JsonArray items) {
    Set<JsonValue> seen = new HashSet<>();
    return !items.stream().allMatch(seen::add);
  }

  private static boolean same(JsonValue one, JsonValue other) {
    if (one instanceof JsonNumber a && other instanceof JsonNumber b) {
      return a.bigDecimalValue().compareTo(b.bigDecimalValue()) == 0;
    }
    return one.equals(other);
  }
}
