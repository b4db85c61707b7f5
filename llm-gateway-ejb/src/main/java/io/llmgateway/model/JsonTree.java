package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An object that is put together from paths and values. */
final class JsonTree {
  private final Map<String, Object> members = new LinkedHashMap<>();

  /** Makes sure that there is an object at the path; a value that is there stays. */
  JsonTree branch(List<String> path) {
    JsonTree tree = this;
    for (String name : path) {
      Object there = tree.members.get(name);
      if (!(there instanceof JsonTree)) {
        there = new JsonTree();
        tree.members.put(name, there);
      }
      tree = (JsonTree) there;
    }
    return tree;
  }

  void put(List<String> path, JsonValue value) {
    int last = path.size() - 1;
    branch(path.subList(0, last)).members.put(path.get(last), value);
  }

  JsonObject build() {
    JsonObjectBuilder out = JSON.createObjectBuilder();
    members.forEach(
        (name, value) ->
            out.add(name, value instanceof JsonTree tree ? tree.build() : (JsonValue) value));
    return out.build();
  }

  /**
   * @return the value at the path, or null when there is none
   */
  static JsonValue at(JsonObject object, List<String> path) {
    JsonValue value = object;
    for (String name : path) {
      value = value instanceof JsonObject inside ? inside.get(name) : null;
    }
    return value;
  }
}
