package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static io.llmgateway.model.JsonDocuments.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One schema in place of {@code oneOf}, {@code anyOf}, {@code allOf} or a list of types. It takes
 * whatever a variant takes, and maybe more.
 */
final class VariantMerge {
  private static final List<String> WORDS = List.of("anyOf", "oneOf");

  private VariantMerge() {}

  /**
   * @param nullable whether null is among what the original takes
   * @param schema without variants; null when the variants have no type in common
   */
  record Merged(JsonObject schema, boolean nullable) {}

  static Merged of(JsonObject schema) {
    JsonObject whole = all(schema);
    for (String word : WORDS) {
      if (whole.get(word) instanceof JsonArray variants && !variants.isEmpty()) {
        return variants(JSON.createObjectBuilder(whole).remove(word).build(), variants);
      }
    }
    if (whole.get("type") instanceof JsonArray types) {
      return types(whole, types);
    }
    boolean nullable =
        whole.get("nullable") == JsonValue.TRUE || "null".equals(text(whole, "type"));
    return new Merged(whole, nullable);
  }

  private static JsonObject all(JsonObject schema) {
    if (!(schema.get("allOf") instanceof JsonArray parts)) {
      return schema;
    }
    JsonObject whole = JSON.createObjectBuilder(schema).remove("allOf").build();
    for (JsonValue part : parts) {
      if (part instanceof JsonObject object) {
        whole = joined(whole, all(object), true);
      }
    }
    return whole;
  }

  private static Merged types(JsonObject schema, JsonArray types) {
    JsonArrayBuilder variants = JSON.createArrayBuilder();
    for (JsonValue type : types) {
      variants.add(JSON.createObjectBuilder().add("type", type));
    }
    return variants(JSON.createObjectBuilder(schema).remove("type").build(), variants.build());
  }

  private static Merged variants(JsonObject beside, JsonArray variants) {
    boolean nullable = false;
    List<JsonObject> kinds = new ArrayList<>();
    for (JsonValue variant : variants) {
      if (variant instanceof JsonObject object) {
        Merged merged = of(joined(beside, object, true));
        nullable |= merged.nullable();
        if (merged.schema() == null) {
          return new Merged(null, nullable);
        }
        if (!"null".equals(text(merged.schema(), "type"))) {
          kinds.add(merged.schema());
        }
      }
    }
    if (kinds.isEmpty()) {
      return new Merged(null, nullable);
    }
    JsonObject whole = kinds.get(0);
    for (JsonObject kind : kinds.subList(1, kinds.size())) {
      String type = type(whole, kind);
      if (type == null) {
        return new Merged(null, nullable);
      }
      whole = JSON.createObjectBuilder(joined(whole, kind, false)).add("type", type).build();
    }
    return new Merged(whole, nullable);
  }

  /**
   * @return the type that both are of, or null when they have none in common
   */
  private static String type(JsonObject one, JsonObject other) {
    String a = typeOf(one);
    String b = typeOf(other);
    if (a == null || a.equals(b)) {
      return a;
    }
    Set<String> both = Set.of(a, b == null ? "" : b);
    return both.equals(Set.of("integer", "number")) ? "number" : null;
  }

  private static String typeOf(JsonObject schema) {
    String type = text(schema, "type");
    if (type != null) {
      return type;
    }
    if (schema.containsKey("properties")) {
      return "object";
    }
    JsonValue example = schema.get("const");
    if (schema.get("enum") instanceof JsonArray choices && !choices.isEmpty()) {
      example = choices.get(0);
    }
    return example instanceof JsonString ? "string" : null;
  }

  /**
   * @param both whether a value is to fit both, else one of them is enough
   */
  private static JsonObject joined(JsonObject one, JsonObject other, boolean both) {
    JsonObjectBuilder out = JSON.createObjectBuilder(one);
    other.forEach(out::add);
    properties(one, other, both, out);
    required(one, other, both, out);
    if (!both) {
      choices(one, other, out);
    }
    return out.build();
  }

  private static void properties(
      JsonObject one, JsonObject other, boolean both, JsonObjectBuilder out) {
    if (!(one.get("properties") instanceof JsonObject a)
        || !(other.get("properties") instanceof JsonObject b)) {
      if (one.get("properties") instanceof JsonObject only) {
        out.add("properties", only);
      }
      return;
    }
    Map<String, JsonValue> all = new LinkedHashMap<>(a);
    b.forEach((name, schema) -> all.merge(name, schema, (x, y) -> either(x, y, both)));
    JsonObjectBuilder properties = JSON.createObjectBuilder();
    all.forEach(properties::add);
    out.add("properties", properties);
  }

  private static JsonValue either(JsonValue one, JsonValue other, boolean both) {
    if (one.equals(other)) {
      return one;
    }
    return JSON.createObjectBuilder()
        .add(both ? "allOf" : "anyOf", JSON.createArrayBuilder().add(one).add(other))
        .build();
  }

  private static void required(
      JsonObject one, JsonObject other, boolean both, JsonObjectBuilder out) {
    Set<JsonValue> names = new LinkedHashSet<>(names(one));
    if (both) {
      names.addAll(names(other));
    } else {
      names.retainAll(names(other));
    }
    out.remove("required");
    if (!names.isEmpty()) {
      out.add("required", JSON.createArrayBuilder(names));
    }
  }

  private static List<JsonValue> names(JsonObject schema) {
    return schema.get("required") instanceof JsonArray names ? names : List.of();
  }

  /** A variant without a list of choices takes anything of its type. */
  private static void choices(JsonObject one, JsonObject other, JsonObjectBuilder out) {
    out.remove("const").remove("enum");
    List<JsonValue> a = choicesOf(one);
    List<JsonValue> b = choicesOf(other);
    if (!a.isEmpty() && !b.isEmpty()) {
      Set<JsonValue> all = new LinkedHashSet<>(a);
      all.addAll(b);
      out.add("enum", JSON.createArrayBuilder(all));
    }
  }

  private static List<JsonValue> choicesOf(JsonObject schema) {
    if (schema.containsKey("const")) {
      return List.of(schema.get("const"));
    }
    return schema.get("enum") instanceof JsonArray choices ? choices : List.of();
  }
}
