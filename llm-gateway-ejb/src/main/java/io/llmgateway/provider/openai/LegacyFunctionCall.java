package io.llmgateway.provider.openai;

import static io.llmgateway.provider.transport.JsonText.text;

import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * The older form of a tool call, {@code function_call}. It has no id and no index, so its parts are
 * collected and travel whole.
 */
final class LegacyFunctionCall {
  private String name;
  private final StringBuilder arguments = new StringBuilder();

  void accept(JsonObject part) {
    if (name == null) {
      name = text(part, "name");
    }
    JsonValue more = part.get("arguments");
    if (more instanceof JsonString text) {
      arguments.append(text.getString());
    } else if (more instanceof JsonObject) {
      arguments.append(more);
    }
  }

  /**
   * @return whether it broke off: nobody can make use of its arguments
   */
  boolean partial() {
    return !(JsonText.parse(arguments.toString()) instanceof JsonObject);
  }

  /**
   * @return the delta that holds the whole call
   */
  JsonObject delta() {
    JsonObject call =
        JsonText.json()
            .createObjectBuilder()
            .add("name", name == null ? "" : name)
            .add("arguments", arguments.toString())
            .build();
    return JsonText.json().createObjectBuilder().add("function_call", call).build();
  }
}
