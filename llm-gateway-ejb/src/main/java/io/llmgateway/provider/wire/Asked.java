package io.llmgateway.provider.wire;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** What a client asked for beside the messages, read from OpenAI's form. */
public final class Asked {
  private final JsonObject body;

  public Asked(ChatRequest request) {
    this.body = request.body();
  }

  /**
   * @return the number, or null
   */
  public BigDecimal number(String name) {
    return body.get(name) instanceof JsonNumber number ? number.bigDecimalValue() : null;
  }

  /**
   * @return the number within its bounds, or null
   */
  public BigDecimal number(String name, String least, String most) {
    BigDecimal number = number(name);
    return number == null ? null : number.max(new BigDecimal(least)).min(new BigDecimal(most));
  }

  /**
   * @return {@code max_completion_tokens} or {@code max_tokens}, or null
   */
  public BigDecimal maxTokens() {
    BigDecimal newer = number("max_completion_tokens");
    return newer == null ? number("max_tokens") : newer;
  }

  public boolean isFalse(String name) {
    return body.get(name) == JsonValue.FALSE;
  }

  public String text(String name) {
    return body.get(name) instanceof JsonString text ? text.getString() : null;
  }

  public JsonObject object(String name) {
    return JsonText.object(body, name);
  }

  /**
   * @return the stop texts, never null
   */
  public List<String> stops() {
    List<String> stops = new ArrayList<>();
    JsonValue stop = body.get("stop");
    if (stop instanceof JsonString text) {
      stops.add(text.getString());
    } else if (stop instanceof JsonArray array) {
      array.forEach(value -> stops.add(((JsonString) value).getString()));
    }
    return stops;
  }

  /**
   * @return the functions that are offered, never null
   * @throws ChatException.Final UNSUPPORTED_PARAMETER for a tool of another type
   */
  public List<JsonObject> functions() {
    List<JsonObject> functions = new ArrayList<>();
    if (body.get("tools") instanceof JsonArray tools) {
      for (int i = 0; i < tools.size(); i++) {
        JsonObject tool = tools.getJsonObject(i);
        JsonObject function = JsonText.object(tool, "function");
        if (function == null) {
          throw new ChatException.Final(
              ErrorCode.UNSUPPORTED_PARAMETER,
              "This provider takes no tools of type " + tool.getString("type", "?"),
              "tools[" + i + "].type");
        }
        functions.add(function);
      }
    }
    return functions;
  }

  /**
   * @return auto, none, required, or the name of the one function with a leading colon; null when
   *     nothing was asked
   */
  public String toolChoice() {
    JsonValue choice = body.get("tool_choice");
    if (choice instanceof JsonString text) {
      return text.getString();
    }
    JsonObject function =
        choice instanceof JsonObject object ? JsonText.object(object, "function") : null;
    return function == null ? null : ":" + function.getString("name", "");
  }

  /** For providers that give one answer. */
  public void refuseSeveralChoices() {
    BigDecimal n = number("n");
    if (n != null && n.compareTo(BigDecimal.ONE) > 0) {
      throw new ChatException.Final(
          ErrorCode.UNSUPPORTED_PARAMETER, "This provider gives one answer only", "n");
    }
  }

  /**
   * @return the schema of {@code response_format}, or null when none is asked
   */
  public JsonObject schema() {
    JsonObject format = object("response_format");
    JsonObject wrapped = format == null ? null : JsonText.object(format, "json_schema");
    return wrapped == null ? null : JsonText.object(wrapped, "schema");
  }

  /**
   * @return whether a JSON object is wanted, whatever its schema
   */
  public boolean json() {
    JsonObject format = object("response_format");
    return format != null && "json_object".equals(JsonText.text(format, "type"));
  }
}
