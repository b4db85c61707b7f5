package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static io.llmgateway.model.JsonDocuments.text;

import io.llmgateway.model.schema.SchemaValidator;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * Takes values out of the strings that a model put them into, where the schema wants no string:
 * {@code "5"}, {@code "True"}, {@code "[1,2]"}. Values that are as wanted stay as they are.
 */
final class ArgumentCoercion {
  private static final int DEEPEST = 60;

  /** A longer number would be written out with all its zeros. */
  private static final int LONGEST_EXPONENT = 400;

  private static final List<String> VARIANTS = List.of("anyOf", "oneOf");

  private static final JsonValue STRING = JSON.createValue("string");

  private final JsonObject root;

  private ArgumentCoercion(JsonObject root) {
    this.root = root;
  }

  static JsonObject coerced(JsonObject schema, JsonObject arguments) {
    return new ArgumentCoercion(schema).members(schema, arguments, 0);
  }

  private JsonValue value(JsonValue schema, JsonValue value, int depth) {
    if (!(schema instanceof JsonObject written) || depth > DEEPEST) {
      return value;
    }
    JsonObject rules = resolved(written);
    for (String word : VARIANTS) {
      if (rules.get(word) instanceof JsonArray variants) {
        return asVariant(variants, value, depth);
      }
    }
    JsonValue taken = value instanceof JsonString string ? unwrapped(rules, string) : value;
    if (taken instanceof JsonObject object) {
      return members(rules, object, depth);
    }
    return taken instanceof JsonArray array ? items(rules, array, depth) : taken;
  }

  /** The value as the first variant that it fits, as it is or taken out of a string. */
  private JsonValue asVariant(JsonArray variants, JsonValue value, int depth) {
    for (JsonValue variant : variants) {
      if (variant instanceof JsonObject rules && fits(rules, value)) {
        return value;
      }
    }
    for (JsonValue variant : variants) {
      JsonValue coerced = value(variant, value, depth + 1);
      if (variant instanceof JsonObject rules && fits(rules, coerced)) {
        return coerced;
      }
    }
    return value;
  }

  private boolean fits(JsonObject rules, JsonValue value) {
    return SchemaCheck.fault(resolved(rules), value) == null;
  }

  private JsonObject resolved(JsonObject schema) {
    String reference = text(schema, "$ref");
    JsonObject target = reference == null ? null : SchemaReferences.target(root, reference);
    return target == null ? schema : target;
  }

  private static JsonValue unwrapped(JsonObject rules, JsonString string) {
    if (rules.get("type") instanceof JsonArray types && !types.contains(STRING)) {
      for (JsonValue type : types) {
        JsonValue inside =
            type instanceof JsonString name ? unwrapped(name.getString(), string) : string;
        if (inside != string) {
          return inside;
        }
      }
    }
    return unwrapped(text(rules, "type"), string);
  }

  /**
   * @param type null when any is fine
   */
  private static JsonValue unwrapped(String type, JsonString string) {
    if (type == null || SchemaValidator.is(type, string)) {
      return string;
    }
    JsonValue inside =
        switch (type) {
          case "object", "array" -> JsonRepair.structure(string.getString());
          default -> scalar(string.getString().strip());
        };
    return inside != null && SchemaValidator.is(type, inside) ? inside : string;
  }

  private static JsonValue scalar(String text) {
    JsonValue array = JsonRepair.structure("[" + text + "]");
    JsonValue only = array instanceof JsonArray values && values.size() == 1 ? values.get(0) : null;
    return only instanceof JsonNumber number
            && Math.abs((long) number.bigDecimalValue().scale()) > LONGEST_EXPONENT
        ? null
        : only;
  }

  private JsonObject members(JsonObject rules, JsonObject object, int depth) {
    if (!(rules.get("properties") instanceof JsonObject properties)) {
      return object;
    }
    JsonObjectBuilder out = JSON.createObjectBuilder();
    for (Map.Entry<String, JsonValue> member : object.entrySet()) {
      JsonValue schema = properties.get(member.getKey());
      out.add(member.getKey(), value(schema, member.getValue(), depth + 1));
    }
    return out.build();
  }

  private JsonArray items(JsonObject rules, JsonArray array, int depth) {
    JsonArrayBuilder out = JSON.createArrayBuilder();
    array.forEach(item -> out.add(value(rules.get("items"), item, depth + 1)));
    return out.build();
  }
}
