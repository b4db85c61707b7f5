package io.llmgateway.provider.wire;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.NeutralValue;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a client asked for beside the messages, read from OpenAI's form. A wire names the fields
 * that it takes; others it does not get to see. So what becomes of each field is known here: those
 * that the wire does not take, those that it left out after all, and those whose value it changed.
 */
public final class Asked {
  /** Fields that are no parameter of the answer, or that are meant for the gateway alone. */
  private static final Set<String> NO_PARAMETERS =
      Set.of("model", "models", "messages", "stream", "stream_options", "gateway", "provider");

  private final ChatRequest request;
  private final JsonObject body;
  private final Set<String> fields;
  private final Set<String> changed = new LinkedHashSet<>();

  /**
   * @param fields those that the wire takes, with OpenAI's name or the vendor's own
   */
  public Asked(ChatRequest request, Set<String> fields) {
    this.request = request;
    this.body = request.body();
    this.fields = fields;
  }

  public ChatRequest request() {
    return request;
  }

  /**
   * @return whether the field is a parameter that a provider may be asked to heed
   */
  public static boolean isParameter(String field) {
    return !NO_PARAMETERS.contains(field);
  }

  /**
   * @return the value, or null when the client did not say, or the wire does not take the field
   */
  public JsonValue value(String name) {
    JsonValue value = fields.contains(name) ? body.get(name) : null;
    return value == JsonValue.NULL ? null : value;
  }

  /** The field is not sent, in the case of this request. */
  public void leftOut(String name) {
    if (!NeutralValue.is(name, value(name))) {
      changed.add(name);
    }
  }

  /** The field is sent with another value than the client's. */
  public void changed(String name, Object value) {
    changed.add(name + "=" + value);
  }

  /**
   * @return the fields that are not sent as they are: {@code field}, or {@code field=value}
   */
  public List<String> adjusted() {
    List<String> adjusted = new ArrayList<>(changed.size());
    body.forEach(
        (name, value) -> {
          if (isParameter(name) && !fields.contains(name) && !NeutralValue.is(name, value)) {
            adjusted.add(name);
          }
        });
    adjusted.addAll(changed);
    return adjusted;
  }

  /**
   * @return the number, or null
   */
  public BigDecimal number(String name) {
    return value(name) instanceof JsonNumber number ? number.bigDecimalValue() : null;
  }

  /**
   * @return the number within its bounds, or null
   */
  public BigDecimal number(String name, String least, String most) {
    BigDecimal number = number(name);
    if (number == null) {
      return null;
    }
    BigDecimal within = number.max(new BigDecimal(least)).min(new BigDecimal(most));
    if (within.compareTo(number) != 0) {
      changed(name, within.toPlainString());
    }
    return within;
  }

  /**
   * @return {@code max_completion_tokens} or {@code max_tokens}, or null
   */
  public BigDecimal maxTokens() {
    BigDecimal newer = number("max_completion_tokens");
    return newer == null ? number("max_tokens") : newer;
  }

  public boolean isFalse(String name) {
    return value(name) == JsonValue.FALSE;
  }

  public String text(String name) {
    return value(name) instanceof JsonString text ? text.getString() : null;
  }

  public JsonObject object(String name) {
    return value(name) instanceof JsonObject object ? object : null;
  }

  /**
   * @return the stop texts, never null
   */
  public List<String> stops() {
    List<String> stops = new ArrayList<>();
    JsonValue stop = value("stop");
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
    if (value("tools") instanceof JsonArray tools) {
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
    JsonValue choice = value("tool_choice");
    if (choice instanceof JsonString text) {
      return text.getString();
    }
    JsonObject function =
        choice instanceof JsonObject object ? JsonText.object(object, "function") : null;
    return function == null ? null : ":" + function.getString("name", "");
  }

  /** For providers that give one answer. */
  public void refuseSeveralChoices() {
    if (request.choices() > 1) {
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
