package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A tool's parameters as a weak model can follow them.
 *
 * @param schema has no {@code $ref}
 * @param shape leads from the arguments that the model writes to those the client wants, and back
 */
record SimplifiedSchema(JsonObject schema, Shape shape) {

  static SimplifiedSchema of(JsonObject parameters, SchemaSkill skill) {
    JsonObject inlined = SchemaReferences.inlined(parameters);
    SimplifiedSchema simple = new Simplification(skill).schema(inlined, 1);
    // arguments are an object; what can not be told as one is left to the model's own wit
    boolean object = "object".equals(JsonDocuments.text(simple.schema(), "type"));
    return object ? simple : new SimplifiedSchema(inlined, Shape.SAME);
  }

  /** One pass over one schema. */
  private record Simplification(SchemaSkill skill) {
    private static final Set<String> PLAIN =
        Set.of("type", "description", "enum", "const", "properties", "required", "items");

    /**
     * @param level 1 for the arguments themselves
     */
    SimplifiedSchema schema(JsonObject original, int level) {
      JsonObject merged = skill.variants() ? original : VariantMerge.of(original).schema();
      if (merged == null) {
        return text(original);
      }
      if ("array".equals(JsonDocuments.text(merged, "type"))) {
        return array(merged, level);
      }
      if (isObject(merged)) {
        return tooDeep(level) ? text(original) : object(merged, level);
      }
      return new SimplifiedSchema(plain(merged).build(), Shape.SAME);
    }

    private boolean tooDeep(int level) {
      return skill.depth() > 0 && level > skill.depth();
    }

    private static boolean isObject(JsonObject schema) {
      return "object".equals(JsonDocuments.text(schema, "type"))
          || schema.containsKey("properties");
    }

    /** The value as a text of JSON: the schema that it is to have is told in words. */
    private SimplifiedSchema text(JsonObject original) {
      String about = JsonDocuments.text(original, "description");
      JsonObject bare = JSON.createObjectBuilder(original).remove("description").build();
      String told = (about == null ? "" : about + " ") + "JSON that fits the schema " + bare;
      JsonObject schema =
          JSON.createObjectBuilder().add("type", "string").add("description", told).build();
      return new SimplifiedSchema(schema, new Shape.Text(original));
    }

    private SimplifiedSchema array(JsonObject schema, int level) {
      if (!(schema.get("items") instanceof JsonObject items)) {
        return new SimplifiedSchema(plain(schema).build(), Shape.SAME);
      }
      SimplifiedSchema item = schema(items, level + 1);
      JsonObject simple = plain(schema).add("items", item.schema()).build();
      Shape shape = item.shape() == Shape.SAME ? Shape.SAME : new Shape.Items(item.shape());
      return new SimplifiedSchema(simple, shape);
    }

    private SimplifiedSchema object(JsonObject schema, int level) {
      if (!(schema.get("properties") instanceof JsonObject)) {
        return new SimplifiedSchema(plain(schema).build(), Shape.SAME);
      }
      Flat flat = new Flat();
      collect(schema, level, List.of(), true, flat);
      JsonObjectBuilder simple = plain(schema);
      simple.remove("required");
      JsonObjectBuilder properties = JSON.createObjectBuilder();
      flat.properties.forEach(properties::add);
      simple.add("type", "object").add("properties", properties);
      if (!flat.required.isEmpty()) {
        JsonArrayBuilder required = JSON.createArrayBuilder();
        flat.required.forEach(required::add);
        simple.add("required", required);
      }
      return new SimplifiedSchema(simple.build(), new Shape.Members(flat.slots, flat.demanded));
    }

    /** Properties that are lifted to the level of one object. */
    private static final class Flat {
      private final Map<String, JsonObject> properties = new LinkedHashMap<>();
      private final Map<String, Shape.Slot> slots = new LinkedHashMap<>();
      private final List<String> required = new ArrayList<>();
      private final List<List<String>> demanded = new ArrayList<>();

      private void add(List<String> path, SimplifiedSchema schema, boolean needed, boolean nulls) {
        String name = String.join("_", path);
        while (properties.containsKey(name)) {
          name += "_";
        }
        properties.put(name, schema.schema());
        slots.put(name, new Shape.Slot(path, schema.shape(), needed && nulls));
        if (needed && !nulls) {
          required.add(name);
        }
      }
    }

    private void collect(
        JsonObject schema, int level, List<String> path, boolean needed, Flat flat) {
      Set<String> names = required(schema);
      schema
          .getJsonObject("properties")
          .forEach(
              (name, value) -> {
                JsonObject property =
                    value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
                List<String> inside = new ArrayList<>(path);
                inside.add(name);
                property(property, level, inside, needed && names.contains(name), flat);
              });
    }

    private void property(
        JsonObject property, int level, List<String> path, boolean needed, Flat flat) {
      boolean nullable = !skill.variants() && VariantMerge.of(property).nullable();
      JsonObject merged = skill.variants() ? property : VariantMerge.of(property).schema();
      boolean lifted =
          merged != null && tooDeep(level + 1) && merged.get("properties") instanceof JsonObject;
      if (!lifted) {
        flat.add(path, schema(property, level + 1), needed, nullable);
        return;
      }
      if (needed && !nullable) {
        flat.demanded.add(path);
      }
      collect(merged, level, path, needed && !nullable, flat);
    }

    private static Set<String> required(JsonObject schema) {
      return schema.get("required") instanceof JsonArray names
          ? Set.copyOf(
              names.stream()
                  .filter(JsonString.class::isInstance)
                  .map(name -> ((JsonString) name).getString())
                  .distinct()
                  .toList())
          : Set.of();
    }

    private JsonObjectBuilder plain(JsonObject schema) {
      JsonObjectBuilder out = JSON.createObjectBuilder();
      for (Map.Entry<String, JsonValue> word : schema.entrySet()) {
        String name = word.getKey();
        boolean kept = skill.formats() ? !"$schema".equals(name) : PLAIN.contains(name);
        if (!kept) {
          continue;
        }
        if ("const".equals(name) && !skill.formats()) {
          out.add("enum", JSON.createArrayBuilder().add(word.getValue()));
        } else {
          out.add(name, word.getValue());
        }
      }
      String format = JsonDocuments.text(schema, "format");
      if (format != null && !skill.formats()) {
        String about = JsonDocuments.text(schema, "description");
        out.add("description", (about == null ? "" : about + " ") + "(" + format + ")");
      }
      return out;
    }
  }
}
