package io.llmgateway.api.chat;

import io.llmgateway.api.json.Field;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.regex.Pattern;

/** What tools, the choice among them, and the wanted format of the answer must look like. */
final class ToolRules {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,64}");
  private static final List<String> CHOICES = List.of("none", "auto", "required");
  private static final List<String> FORMATS = List.of("text", "json_object", "json_schema");

  private ToolRules() {}

  static void check(JsonObject body) {
    Field tools = Field.of(body, "tools");
    if (tools.present()) {
      tools.items().forEach(ToolRules::checkTool);
    }
    checkChoice(Field.of(body, "tool_choice"));
    checkFormat(Field.of(body, "response_format"));
  }

  private static void checkTool(Field tool) {
    if (!tool.at("type").required().nonEmptyText().equals("function")) {
      return;
    }
    Field function = tool.at("function").required();
    checkName(function.at("name").required());
    if (function.at("description").present()) {
      function.at("description").text();
    }
    if (function.at("parameters").present()) {
      function.at("parameters").object();
    }
    if (function.at("strict").present()) {
      function.at("strict").flag();
    }
  }

  private static void checkChoice(Field choice) {
    if (!choice.present()) {
      return;
    }
    if (choice.isText()) {
      choice.oneOf(CHOICES);
      return;
    }
    if (!choice.isObject()) {
      throw choice.wrongType("a string or an object");
    }
    if (choice.at("type").required().nonEmptyText().equals("function")) {
      choice.at("function").required().at("name").required().nonEmptyText();
    }
  }

  private static void checkFormat(Field format) {
    if (!format.present()) {
      return;
    }
    if (format.at("type").required().oneOf(FORMATS).equals("json_schema")) {
      Field schema = format.at("json_schema").required();
      checkName(schema.at("name").required());
      if (schema.at("schema").present()) {
        schema.at("schema").object();
      }
    }
  }

  private static void checkName(Field name) {
    if (!NAME.matcher(name.text()).matches()) {
      throw name.invalid(
          "Invalid '%s': string does not match pattern. Expected a string that matches the pattern"
                  .formatted(name.path())
              + " '^[a-zA-Z0-9_-]{1,64}$'.");
    }
  }
}
