package io.llmgateway.provider.openai;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** A {@code tool_choice} in other words than OpenAI's. */
final class ToolWish {
  private ToolWish() {}

  /** For providers that call {@code required} any (Mistral). */
  static JsonObject any(JsonObject body) {
    return body.get("tool_choice") instanceof JsonString word && word.getString().equals("required")
        ? JsonText.json().createObjectBuilder(body).add("tool_choice", "any").build()
        : body;
  }

  /** In the prompt, for models that take only auto and none. */
  static JsonObject told(JsonObject body) {
    JsonValue choice = body.get("tool_choice");
    String sentence = sentence(choice);
    if (sentence == null) {
      return body;
    }
    JsonObject auto = JsonText.json().createObjectBuilder(body).add("tool_choice", "auto").build();
    return Instruction.added(auto, sentence);
  }

  private static String sentence(JsonValue choice) {
    if (choice instanceof JsonString word && word.getString().equals("required")) {
      return "Call at least one of the tools; do not answer without.";
    }
    if (choice instanceof JsonObject object) {
      JsonObject function = JsonText.object(object, "function");
      String name =
          function == null ? JsonText.text(object, "name") : JsonText.text(function, "name");
      return name == null ? null : "Call the tool " + name + "; do not answer without.";
    }
    return null;
  }
}
