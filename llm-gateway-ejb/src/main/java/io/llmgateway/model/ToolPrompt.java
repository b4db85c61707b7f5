package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static io.llmgateway.model.JsonDocuments.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A request without tools that says in its messages what the tools would have said. One use. */
final class ToolPrompt {
  private static final Set<String> INSTRUCTION_ROLES = Set.of("system", "developer");

  private final OfferedTools tools;
  private final ToolDialect dialect;
  private final Map<String, String> names = new HashMap<>();
  private final List<JsonObject> messages = new ArrayList<>();
  private final List<String> results = new ArrayList<>();

  ToolPrompt(OfferedTools tools, ToolDialect dialect) {
    this.tools = tools;
    this.dialect = dialect;
  }

  JsonObject body(JsonObject body) {
    if (body.get("messages") instanceof JsonArray given) {
      given.forEach(this::message);
    }
    flushResults();
    if (tools.offered()) {
      instruct();
    }
    JsonArrayBuilder rewritten = JSON.createArrayBuilder();
    messages.forEach(rewritten::add);
    return JSON.createObjectBuilder(body)
        .remove("tools")
        .remove("tool_choice")
        .remove("parallel_tool_calls")
        .add("messages", rewritten)
        .build();
  }

  private void message(JsonValue value) {
    JsonObject message = value instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
    String role = message.getString("role", "");
    if (role.equals("tool") || role.equals("function")) {
      results.add(dialect.result(name(message), content(message.get("content"))));
      return;
    }
    if (role.equals("user") && !results.isEmpty()) {
      // a user's words after the results go into the same message: many models want turns to change
      message = withText(message, flushedText());
    }
    flushResults();
    messages.add(
        message.get("tool_calls") instanceof JsonArray calls ? called(message, calls) : message);
  }

  private String name(JsonObject result) {
    String id = text(result, "tool_call_id");
    String name = id == null ? null : names.get(id);
    return name != null ? name : result.getString("name", "");
  }

  private JsonObject called(JsonObject message, JsonArray calls) {
    List<String> written = new ArrayList<>();
    for (JsonValue value : calls) {
      OfferedTools.Tool tool = value instanceof JsonObject call ? OfferedTools.tool(call) : null;
      if (tool != null) {
        JsonObject call = value.asJsonObject();
        names.put(call.getString("id", ""), tool.name());
        written.add(dialect.call(tool.name(), OfferedTools.Tool.arguments(call)));
      }
    }
    String said = content(message.get("content"));
    String all = (said.isEmpty() ? "" : said + "\n") + dialect.calls(written);
    return JSON.createObjectBuilder(message).remove("tool_calls").add("content", all).build();
  }

  /** The text of a message's content: a string, or the texts of its parts. */
  private static String content(JsonValue content) {
    if (!(content instanceof JsonArray parts)) {
      String text = JsonDocuments.written(content);
      return text == null ? "" : text;
    }
    StringBuilder texts = new StringBuilder();
    for (JsonValue part : parts) {
      String text = part instanceof JsonObject object ? text(object, "text") : null;
      texts.append(text == null ? kind(part) : text);
    }
    return texts.toString();
  }

  /** What is no text stands for itself by its kind: its bytes would say nothing as text. */
  private static String kind(JsonValue part) {
    String type = part instanceof JsonObject object ? text(object, "type") : null;
    return "[" + (type == null ? "unknown" : type) + "]";
  }

  private String flushedText() {
    String all = String.join("\n", results);
    results.clear();
    return all;
  }

  private void flushResults() {
    if (!results.isEmpty()) {
      messages.add(message("user", flushedText()));
    }
  }

  private static JsonObject message(String role, String text) {
    return JSON.createObjectBuilder().add("role", role).add("content", text).build();
  }

  private static JsonObject withText(JsonObject message, String before) {
    JsonObjectBuilder out = JSON.createObjectBuilder(message);
    if (message.get("content") instanceof JsonArray parts) {
      JsonObject part =
          JSON.createObjectBuilder().add("type", "text").add("text", before + "\n\n").build();
      return out.add("content", JSON.createArrayBuilder(parts).add(0, part)).build();
    }
    return out.add("content", before + "\n\n" + message.getString("content", "")).build();
  }

  private void instruct() {
    String instruction =
        dialect.offer(tools.tools().values().stream().map(OfferedTools.Tool::told).toList())
            + rules();
    JsonObject first = messages.isEmpty() ? JsonValue.EMPTY_JSON_OBJECT : messages.get(0);
    if (INSTRUCTION_ROLES.contains(first.getString("role", ""))) {
      String said = content(first.get("content"));
      messages.set(
          0,
          JSON.createObjectBuilder(first)
              .add("content", (said.isEmpty() ? "" : said + "\n\n") + instruction)
              .build());
    } else {
      messages.add(0, message("system", instruction));
    }
  }

  private String rules() {
    StringBuilder rules = new StringBuilder();
    if (tools.choice() == OfferedTools.Choice.REQUIRED) {
      rules.append(
          tools.tools().size() == 1
              ? "\nYou must call the function " + tools.tools().keySet().iterator().next() + " now."
              : "\nYou must call at least one of the functions now.");
    }
    if (!tools.several()) {
      rules.append("\nMake at most one call at a time, and wait for its result.");
    }
    return rules.toString();
  }
}
