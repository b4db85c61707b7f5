package io.llmgateway.it.simulator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a JSON value that fits a simple JSON schema, always the same one. */
final class SchemaFiller {
  private SchemaFiller() {}

  static String fill(Doc schema) {
    return JsonWriter.write(value(schema, "value"));
  }

  private static Object value(Doc schema, String name) {
    if (schema.has("enum")) {
      return schema.at("enum", 0);
    }
    String type = schema.at("type").text();
    if (type == null) {
      return schema.has("properties") || !schema.present() ? object(schema) : null;
    }
    return switch (type) {
      case "string" -> name;
      case "integer" -> 7;
      case "number" -> 1.5;
      case "boolean" -> true;
      case "array" -> List.of(value(schema.at("items"), name));
      case "object" -> object(schema);
      default -> null;
    };
  }

  private static Map<String, Object> object(Doc schema) {
    Map<String, Object> members = new LinkedHashMap<>();
    if (schema.at("properties").value() instanceof Map<?, ?> properties) {
      properties.forEach(
          (name, property) ->
              members.put(name.toString(), value(new Doc(property), name.toString())));
    }
    return members;
  }
}
