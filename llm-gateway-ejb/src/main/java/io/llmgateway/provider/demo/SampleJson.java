package io.llmgateway.provider.demo;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.spi.JsonProvider;
import java.util.Map;

/** The plainest document that fits a JSON schema, with a given text in place of every string. */
final class SampleJson {
  private static final JsonProvider JSON = JsonProvider.provider();
  private static final int DEEPEST = 16;

  private SampleJson() {}

  static JsonValue of(JsonObject schema, String text) {
    return of(schema, text, 0);
  }

  private static JsonValue of(JsonObject schema, String text, int depth) {
    JsonArray choices =
        schema.get("enum") instanceof JsonArray values ? values : JsonValue.EMPTY_JSON_ARRAY;
    if (!choices.isEmpty()) {
      return choices.get(0);
    }
    return switch (depth > DEEPEST ? "null" : type(schema)) {
      case "object" -> object(schema, text, depth);
      case "array" -> JSON.createArrayBuilder().add(item(schema, text, depth)).build();
      case "integer", "number" -> JSON.createValue(1);
      case "boolean" -> JsonValue.TRUE;
      case "null" -> JsonValue.NULL;
      default -> JSON.createValue(text);
    };
  }

  private static String type(JsonObject schema) {
    JsonValue type = schema.get("type");
    if (type instanceof JsonArray types && !types.isEmpty()) {
      type = types.get(0);
    }
    if (type instanceof JsonString name) {
      return name.getString();
    }
    return schema.containsKey("properties") ? "object" : "string";
  }

  private static JsonObject object(JsonObject schema, String text, int depth) {
    JsonObjectBuilder sample = JSON.createObjectBuilder();
    if (schema.get("properties") instanceof JsonObject properties) {
      for (Map.Entry<String, JsonValue> property : properties.entrySet()) {
        if (property.getValue() instanceof JsonObject inner) {
          sample.add(property.getKey(), of(inner, text, depth + 1));
        }
      }
    }
    return sample.build();
  }

  private static JsonValue item(JsonObject schema, String text, int depth) {
    return schema.get("items") instanceof JsonObject items
        ? of(items, text, depth + 1)
        : JSON.createValue(text);
  }
}
