package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static io.llmgateway.model.JsonDocuments.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Puts what {@code $ref} points to into its place. A schema that refers to itself ends in an object
 * without known properties at its first repetition; so does one that grows beyond all measure, and
 * a reference that leads nowhere or out of the document.
 */
final class SchemaReferences {
  private static final JsonObject ANY_OBJECT =
      JSON.createObjectBuilder().add("type", "object").build();

  /** Schemas, each counted where it stands after inlining. */
  private static final int LARGEST = 2_000;

  private static final int DEEPEST = 60;

  private final JsonObject root;
  private final Deque<String> open = new ArrayDeque<>();
  private int schemas;

  private SchemaReferences(JsonObject root) {
    this.root = root;
  }

  /**
   * @return the schema without {@code $ref}, {@code $defs} and {@code definitions}
   */
  static JsonObject inlined(JsonObject schema) {
    return new SchemaReferences(schema).schema(schema, 0);
  }

  /**
   * @param pointer such as {@code #/$defs/Node}
   * @return what the document has there, or null when that is not an object
   */
  static JsonObject target(JsonObject root, String pointer) {
    if (pointer.equals("#")) {
      return root;
    }
    if (!pointer.startsWith("#/")) {
      return null;
    }
    try {
      JsonValue target = JSON.createPointer(pointer.substring(1)).getValue(root);
      return target instanceof JsonObject object ? object : null;
    } catch (JsonException e) {
      return null;
    }
  }

  private JsonObject schema(JsonObject schema, int depth) {
    if (++schemas > LARGEST || depth > DEEPEST) {
      return ANY_OBJECT;
    }
    String reference = text(schema, "$ref");
    return reference == null ? members(schema, depth) : referred(schema, reference, depth);
  }

  private JsonObject referred(JsonObject schema, String reference, int depth) {
    JsonObject target = target(root, reference);
    if (target == null || open.contains(reference)) {
      return ANY_OBJECT;
    }
    open.push(reference);
    try {
      JsonObjectBuilder merged = JSON.createObjectBuilder(schema(target, depth + 1));
      // what stands beside a reference belongs to this place: a description, a default
      members(JSON.createObjectBuilder(schema).remove("$ref").build(), depth).forEach(merged::add);
      return merged.build();
    } finally {
      open.pop();
    }
  }

  private JsonObject members(JsonObject schema, int depth) {
    JsonObjectBuilder out = JSON.createObjectBuilder();
    for (Map.Entry<String, JsonValue> member : schema.entrySet()) {
      String name = member.getKey();
      switch (name) {
        case "$defs", "definitions" -> {
          // all that is needed of them stands in its place now
        }
        case "properties" -> out.add(name, named(member.getValue(), depth));
        case "items", "additionalProperties", "not" ->
            out.add(name, value(member.getValue(), depth));
        case "anyOf", "oneOf", "allOf", "prefixItems" ->
            out.add(name, value(member.getValue(), depth));
        default -> out.add(name, member.getValue());
      }
    }
    return out.build();
  }

  private JsonValue named(JsonValue properties, int depth) {
    if (!(properties instanceof JsonObject object)) {
      return properties;
    }
    JsonObjectBuilder out = JSON.createObjectBuilder();
    object.forEach((name, schema) -> out.add(name, value(schema, depth)));
    return out.build();
  }

  private JsonValue value(JsonValue value, int depth) {
    if (value instanceof JsonObject object) {
      return schema(object, depth + 1);
    }
    if (value instanceof JsonArray array) {
      JsonArrayBuilder out = JSON.createArrayBuilder();
      array.forEach(item -> out.add(value(item, depth)));
      return out.build();
    }
    return value;
  }
}
