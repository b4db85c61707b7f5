package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static io.llmgateway.model.JsonDocuments.object;
import static io.llmgateway.model.JsonDocuments.text;

import io.llmgateway.chat.ChatRequest;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tools of one request and how they may be used.
 *
 * @param tools by name, in the request's order; those that {@code tool_choice} rules out are left
 *     out
 * @param choice what {@code tool_choice} comes to
 * @param several whether more than one call may be made at once
 */
record OfferedTools(Map<String, Tool> tools, Choice choice, boolean several) {
  /** What the model is to do with the tools. */
  enum Choice {
    NONE,
    AUTO,
    REQUIRED
  }

  /**
   * A tool.
   *
   * @param custom whether its input is a text and not an object
   * @param parameters the JSON Schema of its arguments; empty when the request gives none
   */
  record Tool(String name, String description, boolean custom, JsonObject parameters) {
    private static final String INPUT = "input";
    private static final JsonObject TEXT_INPUT =
        JSON.createObjectBuilder()
            .add("type", "object")
            .add(
                "properties",
                JSON.createObjectBuilder()
                    .add(INPUT, JSON.createObjectBuilder().add("type", "string")))
            .add("required", JSON.createArrayBuilder().add(INPUT))
            .build();

    /** What a model is told of the tool. */
    JsonObject told() {
      JsonObject schema = parameters.isEmpty() ? EMPTY : parameters;
      return JSON.createObjectBuilder()
          .add("name", name)
          .add("description", description == null ? "" : description)
          .add("parameters", custom ? TEXT_INPUT : schema)
          .build();
    }

    /** The arguments of a call in history as {@link #told} describes them. */
    static String arguments(JsonObject call) {
      JsonObject custom = object(call, "custom");
      if (custom != null) {
        return JSON.createObjectBuilder()
            .add(INPUT, custom.getString(INPUT, ""))
            .build()
            .toString();
      }
      JsonObject function = object(call, "function");
      return function == null ? "{}" : function.getString("arguments", "{}");
    }

    /**
     * @param arguments as the model wrote them for a tool told as {@link #told}
     * @return what the client gets: of a custom tool the text
     */
    String given(String arguments) {
      JsonObject read = custom ? JsonRepair.object(arguments) : null;
      return read != null && read.get(INPUT) instanceof JsonString input
          ? input.getString()
          : arguments;
    }

    /**
     * @return true when some argument has to be given
     */
    boolean demands() {
      return parameters.get("required") instanceof JsonArray needed && !needed.isEmpty();
    }

    /**
     * @return true when a call without any arguments is complete
     */
    boolean bare() {
      return !custom
          && (!(parameters.get("properties") instanceof JsonObject known) || known.isEmpty())
          && !demands();
    }
  }

  private static final JsonObject EMPTY =
      JSON.createObjectBuilder()
          .add("type", "object")
          .add("properties", JsonValue.EMPTY_JSON_OBJECT)
          .build();

  static OfferedTools of(ChatRequest request) {
    JsonObject body = request.body();
    Map<String, Tool> tools = new LinkedHashMap<>();
    if (body.get("tools") instanceof JsonArray array) {
      for (JsonValue value : array) {
        Tool tool = value instanceof JsonObject definition ? tool(definition) : null;
        if (tool != null) {
          tools.putIfAbsent(tool.name(), tool);
        }
      }
    }
    boolean several = body.get("parallel_tool_calls") != JsonValue.FALSE;
    return chosen(tools, body.get("tool_choice"), several);
  }

  static Tool tool(JsonObject definition) {
    JsonObject custom = object(definition, "custom");
    JsonObject about = custom == null ? object(definition, "function") : custom;
    String name = about == null ? null : text(about, "name");
    if (name == null) {
      return null;
    }
    JsonObject parameters = object(about, "parameters");
    return new Tool(
        name,
        text(about, "description"),
        custom != null,
        parameters == null ? JsonValue.EMPTY_JSON_OBJECT : parameters);
  }

  private static OfferedTools chosen(Map<String, Tool> tools, JsonValue choice, boolean several) {
    if (choice instanceof JsonString word) {
      return switch (word.getString()) {
        case "none" -> new OfferedTools(Map.of(), Choice.NONE, several);
        case "required", "any" -> new OfferedTools(tools, Choice.REQUIRED, several);
        default -> new OfferedTools(tools, Choice.AUTO, several);
      };
    }
    if (choice instanceof JsonObject object) {
      JsonObject allowed = object(object, "allowed_tools");
      if (allowed != null) {
        Choice mode = "required".equals(text(allowed, "mode")) ? Choice.REQUIRED : Choice.AUTO;
        return new OfferedTools(only(tools, allowed.get("tools")), mode, several);
      }
      JsonValue named = JSON.createArrayBuilder().add(object).build();
      return new OfferedTools(only(tools, named), Choice.REQUIRED, several);
    }
    return new OfferedTools(tools, tools.isEmpty() ? Choice.NONE : Choice.AUTO, several);
  }

  private static Map<String, Tool> only(Map<String, Tool> tools, JsonValue references) {
    List<String> names = new ArrayList<>();
    if (references instanceof JsonArray array) {
      for (JsonValue reference : array) {
        Tool named = reference instanceof JsonObject object ? tool(object) : null;
        names.add(named == null ? "" : named.name());
      }
    }
    Map<String, Tool> only = new LinkedHashMap<>();
    tools.forEach(
        (name, tool) -> {
          if (names.contains(name)) {
            only.put(name, tool);
          }
        });
    return only;
  }

  boolean offered() {
    return choice != Choice.NONE && !tools.isEmpty();
  }
}
