package io.llmgateway.provider.gemini;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Map;
import java.util.Set;

/**
 * Reduces a JSON schema to the subset of OpenAPI that function declarations take: references are
 * followed, alternatives become {@code anyOf}, what is not known is left out.
 */
final class SchemaSubset {
  private static final Set<String> KEPT =
      Set.of(
          "type",
          "title",
          "description",
          "nullable",
          "enum",
          "format",
          "required",
          "minItems",
          "maxItems",
          "minimum",
          "maximum",
          "minLength",
          "maxLength",
          "pattern");
  private static final Set<String> FORMATS =
      Set.of("enum", "date-time", "int32", "int64", "float", "double");
  private static final int DEEPEST = 32;

  private final JsonObject root;

  SchemaSubset(JsonObject root) {
    this.root = root;
  }

  /**
   * @return null when nothing is left: an object without properties is refused as a parameter
   */
  JsonObject reduced() {
    JsonObject reduced = reduce(root, 0);
    return "OBJECT".equalsIgnoreCase(JsonText.text(reduced, "type"))
            && !reduced.containsKey("properties")
        ? null
        : reduced;
  }

  private JsonObject reduce(JsonObject schema, int depth) {
    if (depth > DEEPEST) {
      return JsonText.json().createObjectBuilder().add("type", "object").build();
    }
    JsonObject target = target(schema);
    if (target != schema) {
      return reduce(target, depth + 1);
    }
    JsonObjectBuilder out = JsonText.json().createObjectBuilder();
    for (Map.Entry<String, JsonValue> field : schema.entrySet()) {
      field(field.getKey(), field.getValue(), depth, out);
    }
    return out.build();
  }

  private void field(String name, JsonValue value, int depth, JsonObjectBuilder out) {
    switch (name) {
      case "properties" -> properties(value, depth, out);
      case "items" -> {
        if (value instanceof JsonObject items) {
          out.add("items", reduce(items, depth + 1));
        }
      }
      case "anyOf", "oneOf" -> alternatives(value, depth, out);
      case "allOf" -> {
        if (value instanceof JsonArray all
            && !all.isEmpty()
            && all.get(0) instanceof JsonObject o) {
          reduce(o, depth + 1).forEach(out::add);
        }
      }
      case "const" -> out.add("enum", JsonText.json().createArrayBuilder().add(words(value)));
      case "type" -> type(value, out);
      case "enum" -> enumeration(value, out);
      case "format" -> {
        if (value instanceof JsonString format && FORMATS.contains(format.getString())) {
          out.add("format", value);
        }
      }
      default -> {
        if (KEPT.contains(name)) {
          out.add(name, value);
        }
      }
    }
  }

  private void properties(JsonValue value, int depth, JsonObjectBuilder out) {
    if (value instanceof JsonObject properties && !properties.isEmpty()) {
      JsonObjectBuilder reduced = JsonText.json().createObjectBuilder();
      properties.forEach(
          (property, schema) -> {
            if (schema instanceof JsonObject object) {
              reduced.add(property, reduce(object, depth + 1));
            }
          });
      out.add("properties", reduced);
    }
  }

  private void alternatives(JsonValue value, int depth, JsonObjectBuilder out) {
    if (value instanceof JsonArray array) {
      JsonArrayBuilder reduced = JsonText.json().createArrayBuilder();
      boolean nullable = false;
      for (JsonValue alternative : array) {
        if (alternative instanceof JsonObject object) {
          if ("null".equals(JsonText.text(object, "type"))) {
            nullable = true;
          } else {
            reduced.add(reduce(object, depth + 1));
          }
        }
      }
      out.add("anyOf", reduced);
      if (nullable) {
        out.add("nullable", true);
      }
    }
  }

  private static void type(JsonValue value, JsonObjectBuilder out) {
    if (value instanceof JsonArray types) {
      for (JsonValue type : types) {
        if (type instanceof JsonString text && text.getString().equals("null")) {
          out.add("nullable", true);
        } else {
          out.add("type", type);
        }
      }
    } else {
      out.add("type", value);
    }
  }

  /** Only texts may be listed. */
  private static void enumeration(JsonValue value, JsonObjectBuilder out) {
    if (value instanceof JsonArray array) {
      boolean texts = array.stream().allMatch(entry -> entry instanceof JsonString);
      if (texts) {
        out.add("enum", array);
      }
    }
  }

  private static String words(JsonValue value) {
    return value instanceof JsonString text ? text.getString() : value.toString();
  }

  /** Follows {@code #/$defs/name} and its like. */
  private JsonObject target(JsonObject schema) {
    String reference = JsonText.text(schema, "$ref");
    if (reference == null || !reference.startsWith("#/")) {
      return schema;
    }
    JsonObject at = root;
    for (String step : reference.substring(2).split("/")) {
      at = at == null ? null : JsonText.object(at, step);
    }
    return at == null ? JsonText.json().createObjectBuilder().add("type", "object").build() : at;
  }
}
