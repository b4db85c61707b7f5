package io.llmgateway.provider.openai;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Tools of one name, told apart by a number for a provider that refuses two of one name (Moonshot);
 * in the answer they have their own name again.
 *
 * @param body the request with names of which each is there once
 * @param own by a name that was made, the tool's own
 */
record ToolNames(JsonObject body, Map<String, String> own) {

  static ToolNames apart(JsonObject body) {
    if (!(body.get("tools") instanceof JsonArray tools)) {
      return new ToolNames(body, Map.of());
    }
    Set<String> taken = new HashSet<>();
    tools.forEach(tool -> taken.add(String.valueOf(name(tool))));
    if (taken.size() == tools.size()) {
      return new ToolNames(body, Map.of());
    }
    Map<String, String> own = new HashMap<>();
    Set<String> seen = new HashSet<>();
    JsonArrayBuilder out = JsonText.json().createArrayBuilder();
    for (JsonValue tool : tools) {
      String name = name(tool);
      if (name == null || seen.add(name)) {
        out.add(tool);
        continue;
      }
      String made = free(name, taken);
      taken.add(made);
      own.put(made, name);
      out.add(renamed(tool.asJsonObject(), made));
    }
    return new ToolNames(
        JsonText.json().createObjectBuilder(body).add("tools", out).build(), Map.copyOf(own));
  }

  private static String free(String name, Set<String> taken) {
    int number = 2;
    while (taken.contains(name + "_" + number)) {
      number++;
    }
    return name + "_" + number;
  }

  private static String name(JsonValue tool) {
    JsonObject function = tool instanceof JsonObject o ? JsonText.object(o, "function") : null;
    return function == null ? null : JsonText.text(function, "name");
  }

  private static JsonObject renamed(JsonObject tool, String name) {
    JsonObject function = JsonText.object(tool, "function");
    return JsonText.json()
        .createObjectBuilder(tool)
        .add("function", JsonText.json().createObjectBuilder(function).add("name", name))
        .build();
  }
}
