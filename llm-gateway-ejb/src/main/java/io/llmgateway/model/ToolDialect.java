package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the models of a family are told of tools, call them, and are given the results. Whatever
 * dialect a model was told, its calls are understood in all of them ({@link ToolCallText}).
 */
public enum ToolDialect {
  /** <a href="https://github.com/NousResearch/Hermes-Function-Calling">Hermes</a>. */
  HERMES {
    @Override
    String offer(List<JsonObject> tools) {
      return """
          You are a function calling AI model. You are provided with function signatures within \
          <tools></tools> XML tags. You may call one or more functions to assist with the user \
          query. Don't make assumptions about what values to plug into functions. Here are the \
          available tools: <tools> %s </tools>
          For each function call return a JSON object with the function name and arguments \
          within <tool_call></tool_call> XML tags as follows:
          <tool_call>
          {"name": <function-name>, "arguments": <args-dict>}
          </tool_call>"""
          .formatted(lines(tools, true));
    }
  },

  /**
   * The chat template of <a
   * href="https://qwen.readthedocs.io/en/latest/framework/function_call.html">Qwen 2.5 and 3</a>.
   */
  QWEN {
    @Override
    String offer(List<JsonObject> tools) {
      return """
          # Tools

          You may call one or more functions to assist with the user query.

          You are provided with function signatures within <tools></tools> XML tags:
          <tools>
          %s
          </tools>

          For each function call, return a json object with function name and arguments within \
          <tool_call></tool_call> XML tags:
          <tool_call>
          {"name": <function-name>, "arguments": <args-json-object>}
          </tool_call>"""
          .formatted(lines(tools, true));
    }
  },

  /** One element for each parameter, so that texts need no escaping. */
  XML {
    @Override
    String offer(List<JsonObject> tools) {
      return """
          You have access to these functions, each described as JSON:
          <functions>
          %s
          </functions>
          To call functions, write a block like this, one invoke for each call:
          <function_calls>
          <invoke name="$FUNCTION_NAME">
          <parameter name="$PARAMETER_NAME">$PARAMETER_VALUE</parameter>
          </invoke>
          </function_calls>
          Write texts and numbers as they are, lists and objects as JSON."""
          .formatted(lines(tools, false));
    }

    @Override
    String call(String name, String arguments) {
      JsonObject values = JsonRepair.object(arguments);
      String parameters =
          values == null
              ? ""
              : values.entrySet().stream()
                  .map(ToolDialect::parameter)
                  .collect(Collectors.joining());
      return "<invoke name=\"" + name + "\">\n" + parameters + "</invoke>";
    }

    @Override
    String calls(List<String> calls) {
      return "<function_calls>\n" + String.join("\n", calls) + "\n</function_calls>";
    }

    @Override
    String result(String name, String content) {
      return "<function_result name=\"" + name + "\">\n" + content + "\n</function_result>";
    }
  },

  /** For models that have never seen any markup for tools. */
  JSON_OBJECT {
    @Override
    String offer(List<JsonObject> tools) {
      return """
          You can use these tools, each described as JSON:
          %s
          To use tools, answer with nothing but a JSON object of this form:
          {"tool_calls": [{"name": "<tool name>", "arguments": {<arguments as JSON>}}]}
          When no tool is needed, answer as usual."""
          .formatted(lines(tools, false));
    }

    @Override
    String call(String name, String arguments) {
      return envelope(name, arguments);
    }

    @Override
    String calls(List<String> calls) {
      return "{\"tool_calls\": [" + String.join(", ", calls) + "]}";
    }

    @Override
    String result(String name, String content) {
      return "Result of the tool " + name + ":\n" + content;
    }
  };

  abstract String offer(List<JsonObject> tools);

  String call(String name, String arguments) {
    return "<tool_call>\n" + envelope(name, arguments) + "\n</tool_call>";
  }

  String calls(List<String> calls) {
    return String.join("\n", calls);
  }

  String result(String name, String content) {
    return "<tool_response>\n" + content + "\n</tool_response>";
  }

  private static String envelope(String name, String arguments) {
    JsonObject values = JsonRepair.object(arguments);
    return "{\"name\": "
        + JSON.createValue(name)
        + ", \"arguments\": "
        + (values == null ? JSON.createValue(arguments) : values)
        + "}";
  }

  private static String parameter(Map.Entry<String, JsonValue> value) {
    String written =
        value.getValue() == JsonValue.NULL ? "null" : JsonDocuments.written(value.getValue());
    return "<parameter name=\"" + value.getKey() + "\">" + written + "</parameter>\n";
  }

  private static String lines(List<JsonObject> tools, boolean typed) {
    return tools.stream()
        .map(
            tool ->
                typed
                    ? JSON.createObjectBuilder()
                        .add("type", "function")
                        .add("function", tool)
                        .build()
                        .toString()
                    : tool.toString())
        .collect(Collectors.joining("\n"));
  }
}
