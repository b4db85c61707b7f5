package io.llmgateway.api.chat;

import io.llmgateway.api.json.Field;
import java.util.List;

/** What a conversation must look like: roles, contents, tool calls and their answers. */
final class MessageRules {
  private static final List<String> ROLES =
      List.of("system", "developer", "user", "assistant", "tool", "function");

  private MessageRules() {}

  static void check(Field messages) {
    List<Field> items = messages.items();
    if (items.isEmpty()) {
      throw messages.invalid(
          "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an"
              + " empty array instead.");
    }
    items.forEach(MessageRules::checkMessage);
  }

  private static void checkMessage(Field message) {
    message.object();
    String role = message.at("role").required().oneOf(ROLES);
    Field name = message.at("name");
    if (name.present()) {
      name.text();
    }
    if (role.equals("tool")) {
      message.at("tool_call_id").required().nonEmptyText();
    }
    if (role.equals("function")) {
      name.required();
    }
    checkContent(message.at("content"), role);
    if (role.equals("assistant")) {
      checkToolCalls(message.at("tool_calls"));
      Field reasoning = message.at("reasoning_content");
      if (reasoning.present()) {
        reasoning.text();
      }
    }
  }

  private static void checkContent(Field content, String role) {
    if (!content.present()) {
      if (!role.equals("assistant") && !role.equals("function")) {
        content.required();
      }
      return;
    }
    if (content.isText()) {
      return;
    }
    if (!content.isArray()) {
      throw content.wrongType("a string or an array of content parts");
    }
    content.items().forEach(MessageRules::checkPart);
  }

  private static void checkPart(Field part) {
    part.object();
    switch (part.at("type").required().nonEmptyText()) {
      case "text":
        part.at("text").required().text();
        break;
      case "refusal":
        part.at("refusal").required().text();
        break;
      case "image_url":
        checkImage(part.at("image_url").required());
        break;
      case "input_audio":
        part.at("input_audio").required().at("data").required().text();
        part.at("input_audio").at("format").required().text();
        break;
      case "file":
        part.at("file").required().object();
        break;
      default:
        break;
    }
  }

  /** OpenAI wants an object; several vendors take the bare address as well. */
  private static void checkImage(Field image) {
    if (!image.isText()) {
      image.at("url").required().nonEmptyText();
    }
  }

  private static void checkToolCalls(Field calls) {
    if (!calls.present()) {
      return;
    }
    for (Field call : calls.items()) {
      call.at("id").required().nonEmptyText();
      String type = call.at("type").present() ? call.at("type").text() : "function";
      if (type.equals("function")) {
        call.at("function").required().at("name").required().nonEmptyText();
        call.at("function").at("arguments").required().text();
      }
    }
  }
}
