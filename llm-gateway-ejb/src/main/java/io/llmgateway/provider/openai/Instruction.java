package io.llmgateway.provider.openai;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** A sentence that tells a model in its prompt what no field of the request can say. */
final class Instruction {
  private Instruction() {}

  /**
   * @return the request with the sentence at the end of its system message, which is made if there
   *     is none
   */
  static JsonObject added(JsonObject body, String sentence) {
    if (!(body.get("messages") instanceof JsonArray messages)) {
      return body;
    }
    JsonArrayBuilder out = JsonText.json().createArrayBuilder();
    boolean told = false;
    for (JsonValue message : messages) {
      if (!told && isSystem(message)) {
        out.add(extended(message.asJsonObject(), sentence));
        told = true;
      } else {
        out.add(message);
      }
    }
    if (!told) {
      JsonArrayBuilder first = JsonText.json().createArrayBuilder();
      first.add(
          JsonText.json().createObjectBuilder().add("role", "system").add("content", sentence));
      messages.forEach(first::add);
      out = first;
    }
    return JsonText.json().createObjectBuilder(body).add("messages", out).build();
  }

  private static boolean isSystem(JsonValue message) {
    String role = message instanceof JsonObject object ? JsonText.text(object, "role") : null;
    return "system".equals(role) || "developer".equals(role);
  }

  private static JsonObject extended(JsonObject message, String sentence) {
    JsonValue content = message.get("content");
    var out = JsonText.json().createObjectBuilder(message);
    if (content instanceof JsonArray parts) {
      JsonObject part =
          JsonText.json().createObjectBuilder().add("type", "text").add("text", sentence).build();
      return out.add("content", JsonText.json().createArrayBuilder(parts).add(part)).build();
    }
    String text = content instanceof JsonString string ? string.getString() : "";
    return out.add("content", text.isBlank() ? sentence : text + "\n\n" + sentence).build();
  }
}
