package io.llmgateway.model;

import static io.llmgateway.model.JsonDocuments.JSON;
import static io.llmgateway.model.JsonDocuments.text;

import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the calls in a piece of text that is known to be meant as calls. */
final class WrittenCalls {
  private static final List<String> NAMES = List.of("name", "tool", "tool_name", "function");
  private static final List<String> ARGUMENTS =
      List.of("arguments", "parameters", "args", "input", "arguments_json");
  private static final List<String> LISTS = List.of("tool_calls", "tool_call", "function_call");

  private static final Pattern NAMED =
      Pattern.compile("[\"']name[\"']\\s*:\\s*[\"']([^\"']{1,200})[\"']");
  private static final Pattern ARGUED =
      Pattern.compile("[\"'](?:arguments|parameters|args)[\"']\\s*:\\s*");
  private static final Pattern ELEMENT =
      Pattern.compile(
          "<(?:function=|invoke\\s+name=|function\\s+name=)[\"']?([^\"'>\\s]{1,200})[\"']?\\s*>");
  private static final Pattern PARAMETER =
      Pattern.compile("<parameter(?:=|\\s+name=)[\"']?+([^\"'>]{1,200}+)[\"']?+\\s*+>");
  private static final String PARAMETER_END = "</parameter>";
  private static final List<String> AFTER_PARAMETER =
      List.of("<parameter", "</invoke>", "</function>");

  private WrittenCalls() {}

  /**
   * @param whole whether the end of the text was seen; when not, a call whose arguments may go on
   *     is given with what is there, which is not readable then
   * @return empty when no call can be made out
   */
  static List<WrittenCall> of(String text, Map<String, OfferedTools.Tool> tools, boolean whole) {
    Matcher element = ELEMENT.matcher(text);
    if (element.find()) {
      return List.of(fromElement(text, element, tools, whole));
    }
    List<WrittenCall> calls = new ArrayList<>();
    collect(JsonRepair.structure(text), calls);
    return calls.isEmpty() ? unreadable(text) : calls;
  }

  private static void collect(JsonValue value, List<WrittenCall> calls) {
    if (value instanceof JsonArray array) {
      array.forEach(item -> collect(item, calls));
      return;
    }
    if (!(value instanceof JsonObject object)) {
      return;
    }
    for (String list : LISTS) {
      if (object.containsKey(list)) {
        collect(object.get(list), calls);
        return;
      }
    }
    if (object.get("function") instanceof JsonObject inner) {
      collect(inner, calls);
      return;
    }
    for (String key : NAMES) {
      String name = text(object, key);
      if (name != null && !name.isBlank()) {
        calls.add(new WrittenCall(name.strip(), arguments(object)));
        return;
      }
    }
  }

  private static String arguments(JsonObject call) {
    for (String key : ARGUMENTS) {
      String written = JsonDocuments.written(call.get(key));
      if (written != null) {
        return written;
      }
    }
    return "";
  }

  /** The envelope is broken: the name may still be found, and somebody else judges the rest. */
  private static List<WrittenCall> unreadable(String text) {
    Matcher named = NAMED.matcher(text);
    if (!named.find()) {
      return List.of();
    }
    Matcher argued = ARGUED.matcher(text);
    String arguments = argued.find() ? text.substring(argued.end()) : text;
    // what is left of the envelope's own bracket keeps these arguments from being readable
    return List.of(new WrittenCall(named.group(1).strip(), arguments));
  }

  private static WrittenCall fromElement(
      String text, Matcher element, Map<String, OfferedTools.Tool> tools, boolean whole) {
    String name = element.group(1);
    String body = text.substring(element.end());
    if (!whole && !body.contains("</function>") && !body.contains("</invoke>")) {
      return new WrittenCall(name, body.isBlank() ? "{" : body);
    }
    OfferedTools.Tool tool = tools.get(name);
    Matcher parameter = PARAMETER.matcher(body);
    JsonObjectBuilder arguments = JSON.createObjectBuilder();
    boolean any = false;
    int from = 0;
    while (parameter.find(from)) {
      int end = parameterEnd(body, parameter.end());
      if (end < 0) {
        break; // nor is there one for any that begins later
      }
      String key = parameter.group(1).strip();
      arguments.add(key, value(tool, key, body.substring(parameter.end(), end)));
      any = true;
      from = end + PARAMETER_END.length();
    }
    if (any || body.contains("<parameter")) {
      return new WrittenCall(name, any ? arguments.build().toString() : body);
    }
    String inside = body.replaceAll("</(?:function|invoke)>", "").strip();
    return new WrittenCall(name, inside);
  }

  /**
   * @return where the next closing mark stands that is not part of the value, or -1
   */
  private static int parameterEnd(String body, int from) {
    int end = body.indexOf(PARAMETER_END, from);
    while (end >= 0) {
      int next = end + PARAMETER_END.length();
      while (next < body.length() && Character.isWhitespace(body.charAt(next))) {
        next++;
      }
      int after = next;
      if (after == body.length()
          || AFTER_PARAMETER.stream().anyMatch(mark -> body.startsWith(mark, after))) {
        return end;
      }
      end = body.indexOf(PARAMETER_END, next);
    }
    return -1;
  }

  private static JsonValue value(OfferedTools.Tool tool, String key, String written) {
    String text = unframed(written);
    JsonObject schema =
        tool != null
                && tool.told().getJsonObject("parameters").get("properties")
                    instanceof JsonObject properties
                && properties.get(key) instanceof JsonObject known
            ? known
            : JsonValue.EMPTY_JSON_OBJECT;
    JsonValue string = JSON.createValue(text);
    boolean anything = schema.isEmpty();
    if (!anything && SchemaCheck.fault(schema, string) == null) {
      return string;
    }
    JsonValue array = JsonRepair.structure("[" + text.strip() + "]");
    return array instanceof JsonArray values
            && values.size() == 1
            && !"string".equals(JsonDocuments.text(schema, "type"))
        ? values.get(0)
        : string;
  }

  /** A value on lines of its own: the line breaks around it belong to the markup. */
  private static String unframed(String text) {
    boolean framed = text.length() > 1 && text.startsWith("\n") && text.endsWith("\n");
    return framed ? text.substring(1, text.length() - 1) : text;
  }
}
