package io.llmgateway.audit;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Map;

/** What a change has changed, as details of its event. */
public final class Difference {
  private Difference() {}

  /**
   * @return each member that is another now: {@code {"member":{"from":...,"to":...}}}
   */
  public static JsonObject between(JsonObject before, JsonObject after) {
    JsonObjectBuilder changed = Json.createObjectBuilder();
    for (Map.Entry<String, JsonValue> member : after.entrySet()) {
      JsonValue was = before.getOrDefault(member.getKey(), JsonValue.NULL);
      if (!member.getValue().equals(was)) {
        changed.add(
            member.getKey(),
            Json.createObjectBuilder().add("from", was).add("to", member.getValue()));
      }
    }
    return changed.build();
  }
}
