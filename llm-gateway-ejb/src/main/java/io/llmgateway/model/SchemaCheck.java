package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Whether a value is as its schema wants it: those words of <a
 * href="https://json-schema.org/draft/2020-12/json-schema-validation">JSON Schema</a> that tools
 * are described with. {@code format} is a note, as the standard has it; a word that is not known
 * forbids nothing. A schema that takes too many steps is not held against the value.
 */
final class SchemaCheck {
  private static final int STEPS = 200_000;
  private static final int DEEPEST = 200;

  private final JsonObject root;
  private int steps;

  private SchemaCheck(JsonObject root) {
    this.root = root;
  }

  /**
   * @return what is wrong, for the model to read, with the place as in {@code address.street}; null
   *     when nothing is
   */
  static String fault(JsonObject schema, JsonValue value) {
    return new SchemaCheck(schema).fault(schema, value, "", 0);
  }

  private String fault(JsonValue schema, JsonValue value, String place, int depth) {
    if (schema == JsonValue.FALSE) {
      return at(place, "is not allowed");
    }
    if (!(schema instanceof JsonObject rules) || ++steps > STEPS || depth > DEEPEST) {
      return null;
    }
    String fault = referred(rules, value, place, depth);
    fault = fault != null ? fault : type(rules, value, place);
    fault = fault != null ? fault : choice(rules, value, place);
    fault = fault != null ? fault : combined(rules, value, place, depth);
    if (fault != null) {
      return fault;
    }
    if (value instanceof JsonObject object) {
      return members(rules, object, place, depth);
    }
    if (value instanceof JsonArray array) {
      return items(rules, array, place, depth);
    }
    return SchemaLimits.fault(rules, value, name(place));
  }

  private String referred(JsonObject rules, JsonValue value, String place, int depth) {
    String reference = text(rules, "$ref");
    JsonObject target = reference == null ? null : SchemaReferences.target(root, reference);
    return target == null ? null : fault(target, value, place, depth + 1);
  }

  private static String type(JsonObject rules, JsonValue value, String place) {
    JsonValue wanted = rules.get("type");
    boolean nullable = rules.get("nullable") == JsonValue.TRUE && value == JsonValue.NULL;
    if (nullable || wanted == null || is(wanted, value)) {
      return null;
    }
    return at(place, "must be of type " + wanted.toString().replace("\"", ""));
  }

  private static boolean is(JsonValue wanted, JsonValue value) {
    if (wanted instanceof JsonArray several) {
      return several.stream().anyMatch(one -> is(one, value));
    }
    return !(wanted instanceof JsonString type) || is(type.getString(), value);
  }

  /**
   * @return whether the value is of the JSON Schema type; of an unknown type is everything
   */
  static boolean is(String type, JsonValue value) {
    return switch (type) {
      case "object" -> value instanceof JsonObject;
      case "array" -> value instanceof JsonArray;
      case "string" -> value instanceof JsonString;
      case "boolean" -> value == JsonValue.TRUE || value == JsonValue.FALSE;
      case "null" -> value == JsonValue.NULL;
      case "number" -> value instanceof JsonNumber;
      case "integer" -> value instanceof JsonNumber number && SchemaLimits.integral(number);
      default -> true;
    };
  }

  private static String choice(JsonObject rules, JsonValue value, String place) {
    if (rules.containsKey("const") && !SchemaLimits.same(rules.get("const"), value)) {
      return at(place, "must be " + rules.get("const"));
    }
    if (rules.get("enum") instanceof JsonArray choices
        && choices.stream().noneMatch(one -> SchemaLimits.same(one, value))) {
      return at(place, "must be one of " + choices);
    }
    return null;
  }

  private String combined(JsonObject rules, JsonValue value, String place, int depth) {
    if (rules.get("allOf") instanceof JsonArray all) {
      for (JsonValue one : all) {
        String fault = fault(one, value, place, depth + 1);
        if (fault != null) {
          return fault;
        }
      }
    }
    if (rules.get("not") instanceof JsonObject not && fault(not, value, place, depth + 1) == null) {
      return at(place, "is not allowed");
    }
    String any = fits(rules.get("anyOf"), value, place, depth, Integer.MAX_VALUE);
    return any != null ? any : fits(rules.get("oneOf"), value, place, depth, 1);
  }

  private String fits(JsonValue variants, JsonValue value, String place, int depth, int most) {
    if (!(variants instanceof JsonArray array) || array.isEmpty()) {
      return null;
    }
    int fitting = 0;
    String first = null;
    for (JsonValue variant : array) {
      String fault = fault(variant, value, place, depth + 1);
      fitting += fault == null ? 1 : 0;
      first = first == null ? fault : first;
      if (fitting > 0 && most > 1) {
        return null;
      }
    }
    if (fitting == 0) {
      return array.size() == 1 ? first : at(place, "fits none of its variants (" + first + ")");
    }
    return fitting <= most || steps > STEPS ? null : at(place, "fits more than one variant");
  }

  private String members(JsonObject rules, JsonObject object, String place, int depth) {
    if (rules.get("required") instanceof JsonArray required) {
      for (JsonValue name : required) {
        if (name instanceof JsonString text && !object.containsKey(text.getString())) {
          return at(inside(place, text.getString()), "is missing");
        }
      }
    }
    JsonObject known =
        rules.get("properties") instanceof JsonObject properties
            ? properties
            : JsonValue.EMPTY_JSON_OBJECT;
    JsonValue others = rules.get("additionalProperties");
    for (Map.Entry<String, JsonValue> member : object.entrySet()) {
      JsonValue schema = known.getOrDefault(member.getKey(), others);
      boolean patterned =
          !known.containsKey(member.getKey()) && rules.containsKey("patternProperties");
      String inside = inside(place, member.getKey());
      String fault = patterned ? null : fault(schema, member.getValue(), inside, depth + 1);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private String items(JsonObject rules, JsonArray array, String place, int depth) {
    String fault = SchemaLimits.length(rules, array.size(), "Items", name(place));
    if (fault != null) {
      return fault;
    }
    Set<JsonValue> seen = new LinkedHashSet<>();
    boolean unique = rules.get("uniqueItems") == JsonValue.TRUE;
    JsonValue first = rules.get("prefixItems");
    for (int i = 0; i < array.size(); i++) {
      JsonValue schema =
          first instanceof JsonArray prefix && i < prefix.size()
              ? prefix.get(i)
              : rules.get("items");
      fault = fault(schema, array.get(i), place + "[" + i + "]", depth + 1);
      if (fault == null && unique && !seen.add(array.get(i))) {
        fault = at(place, "must not hold the same twice");
      }
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static String inside(String place, String name) {
    return place.isEmpty() ? name : place + "." + name;
  }

  private static String name(String place) {
    return place.isEmpty() ? "The arguments" : "'" + place + "'";
  }

  private static String at(String place, String what) {
    return name(place) + " " + what;
  }
}
