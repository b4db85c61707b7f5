package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;

/**
 * How a value of a simplified schema stands to the same value of the original one. What does not
 * look like its schema is left as it is, in both directions.
 */
sealed interface Shape {
  Shape SAME = new Same();

  JsonValue toOriginal(JsonValue simplified);

  JsonValue toSimplified(JsonValue original);

  /** Nothing was changed. */
  record Same() implements Shape {
    @Override
    public JsonValue toOriginal(JsonValue simplified) {
      return simplified;
    }

    @Override
    public JsonValue toSimplified(JsonValue original) {
      return original;
    }
  }

  /**
   * Several kinds of value where the model is asked for a text: JSON, if the text itself is not
   * what was wanted.
   *
   * @param original the schema that the value is to fit
   */
  record Text(JsonObject original) implements Shape {
    @Override
    public JsonValue toOriginal(JsonValue simplified) {
      if (!(simplified instanceof JsonString text)
          || SchemaCheck.fault(original, simplified) == null) {
        return simplified;
      }
      JsonValue array = JsonRepair.structure("[" + text.getString() + "]");
      JsonValue inside =
          array instanceof JsonArray values && values.size() == 1 ? values.get(0) : null;
      return inside != null && SchemaCheck.fault(original, inside) == null ? inside : simplified;
    }

    @Override
    public JsonValue toSimplified(JsonValue value) {
      return value instanceof JsonString || value == JsonValue.NULL
          ? value
          : JSON.createValue(value.toString());
    }
  }

  /** An array whose items have another shape. */
  record Items(Shape item) implements Shape {
    @Override
    public JsonValue toOriginal(JsonValue simplified) {
      return simplified instanceof JsonArray array ? each(array, true) : simplified;
    }

    @Override
    public JsonValue toSimplified(JsonValue original) {
      return original instanceof JsonArray array ? each(array, false) : original;
    }

    private JsonArray each(JsonArray array, boolean back) {
      JsonArrayBuilder out = JSON.createArrayBuilder();
      array.forEach(v -> out.add(back ? item.toOriginal(v) : item.toSimplified(v)));
      return out.build();
    }
  }

  /**
   * Where a simplified property belongs.
   *
   * @param path names from the object down, at least one
   * @param nullWhenAbsent the original demands the property and takes null for it
   */
  record Slot(List<String> path, Shape shape, boolean nullWhenAbsent) {}

  /**
   * An object some of whose properties were lifted out of objects within it.
   *
   * @param slots by simplified name
   * @param demanded paths of objects that the original wants even if nothing is in them
   */
  record Members(Map<String, Slot> slots, List<List<String>> demanded) implements Shape {
    @Override
    public JsonValue toOriginal(JsonValue simplified) {
      if (!(simplified instanceof JsonObject object)) {
        return simplified;
      }
      JsonTree tree = new JsonTree();
      demanded.forEach(tree::branch);
      slots.forEach(
          (name, slot) -> {
            if (!object.containsKey(name) && slot.nullWhenAbsent()) {
              tree.put(slot.path(), JsonValue.NULL);
            }
          });
      object.forEach(
          (name, value) -> {
            Slot slot = slots.get(name);
            if (slot == null) {
              tree.put(List.of(name), value);
            } else {
              tree.put(slot.path(), slot.shape().toOriginal(value));
            }
          });
      return tree.build();
    }

    @Override
    public JsonValue toSimplified(JsonValue original) {
      if (!(original instanceof JsonObject object)) {
        return original;
      }
      JsonObjectBuilder out = JSON.createObjectBuilder();
      object.forEach(
          (name, value) -> {
            if (slots.values().stream().noneMatch(s -> s.path().get(0).equals(name))) {
              out.add(name, value);
            }
          });
      slots.forEach(
          (name, slot) -> {
            JsonValue value = JsonTree.at(object, slot.path());
            if (value != null && !(value == JsonValue.NULL && slot.nullWhenAbsent())) {
              out.add(name, slot.shape().toSimplified(value));
            }
          });
      return out.build();
    }
  }
}
