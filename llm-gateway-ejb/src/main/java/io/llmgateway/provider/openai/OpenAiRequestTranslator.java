package io.llmgateway.provider.openai;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.NeutralValue;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.Asked;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes the client's request as the provider wants it. Fields that nobody here knows go upstream
 * as they came; values are written from the client's document without being copied.
 */
final class OpenAiRequestTranslator {
  /** Fields that this translator writes itself, or that are meant for the gateway alone. */
  private static final Set<String> OWN =
      Set.of("model", "models", "stream", "stream_options", "gateway", "provider");

  private final WireOptions options;

  OpenAiRequestTranslator(WireOptions options) {
    this.options = options;
  }

  /**
   * @throws ChatException.Final UNSUPPORTED_PARAMETER when several answers are asked of a provider
   *     that gives one: to leave the field out would be to answer something else
   */
  byte[] chat(ChatRequest request) {
    requireOneChoice(request);
    Utf8Body out = new Utf8Body();
    try (JsonGenerator json = JsonText.generators().createGenerator(out)) {
      json.writeStartObject().write("model", request.model());
      fields(options.rules().fitting(request.body(), request.stream()), json);
      if (request.stream()) {
        json.write("stream", true);
        streamOptions(request.body(), json);
      } else if (request.body().containsKey("stream")) {
        json.write("stream", false);
      }
      json.writeEnd();
    }
    return out.bytes();
  }

  /**
   * @return what is not sent as it is, as {@link io.llmgateway.provider.Wire#adjusted} says
   */
  List<String> adjusted(ChatRequest request) {
    requireOneChoice(request);
    List<String> adjusted = new ArrayList<>(0);
    JsonObject body = options.rules().fitting(request.body(), request.stream());
    for (Map.Entry<String, JsonValue> field : request.body().entrySet()) {
      String name = field.getKey();
      if (!Asked.isParameter(name) || NeutralValue.is(name, field.getValue())) {
        continue;
      }
      String sentAs = options.sentAs(name);
      JsonValue value = body.get(name);
      if (sentAs == null || value == null || !sentAs.equals(name) && !renames(body, name, sentAs)) {
        adjusted.add(name);
      } else if (!value.equals(field.getValue())) {
        adjusted.add(value instanceof JsonString text ? name + "=" + text.getString() : name);
      } else if (options.clamp().get(sentAs) != null && value instanceof JsonNumber number) {
        BigDecimal within = options.clamp().get(sentAs).clamp(number.bigDecimalValue());
        if (within.compareTo(number.bigDecimalValue()) != 0) {
          adjusted.add(name + "=" + within.toPlainString());
        }
      }
    }
    return adjusted;
  }

  /**
   * @return {@code field->name} for each that is sent under another name
   */
  List<String> renamed(ChatRequest request) {
    if (options.rename().isEmpty()) {
      return List.of();
    }
    List<String> renamed = new ArrayList<>(0);
    for (Map.Entry<String, JsonValue> field : request.body().entrySet()) {
      String sentAs = options.sentAs(field.getKey());
      if (sentAs != null
          && !sentAs.equals(field.getKey())
          && renames(request.body(), field.getKey(), sentAs)) {
        renamed.add(field.getKey() + "->" + sentAs);
      }
    }
    return renamed;
  }

  byte[] embeddings(EmbeddingRequest request) {
    Utf8Body out = new Utf8Body();
    try (JsonGenerator json = JsonText.generators().createGenerator(out)) {
      json.writeStartObject().write("model", request.model());
      boolean asAsked = options.embeddingFormat().equals("as-asked");
      for (Map.Entry<String, JsonValue> field : request.body().entrySet()) {
        if (asAsked || !field.getKey().equals("encoding_format")) {
          field(request.body(), field.getKey(), field.getValue(), json);
        }
      }
      if (options.embeddingFormat().equals("float")) {
        json.write("encoding_format", "float");
      }
      json.writeEnd();
    }
    return out.bytes();
  }

  private void requireOneChoice(ChatRequest request) {
    if (request.choices() > 1 && options.sentAs("n") == null) {
      throw new ChatException.Final(
          ErrorCode.UNSUPPORTED_PARAMETER, "This provider gives one answer only", "n");
    }
  }

  private void fields(JsonObject body, JsonGenerator json) {
    for (Map.Entry<String, JsonValue> field : body.entrySet()) {
      field(body, field.getKey(), field.getValue(), json);
    }
    for (Map.Entry<String, JsonValue> field : options.defaults().entrySet()) {
      if (!body.containsKey(field.getKey())) {
        json.write(field.getKey(), field.getValue());
      }
    }
  }

  private void field(JsonObject body, String name, JsonValue value, JsonGenerator json) {
    String sentAs = OWN.contains(name) ? null : options.sentAs(name);
    if (sentAs == null || !sentAs.equals(name) && !renames(body, name, sentAs)) {
      return;
    }
    WireOptions.Range range = options.clamp().get(sentAs);
    if (range != null && value instanceof JsonNumber number) {
      json.write(sentAs, range.clamp(number.bigDecimalValue()));
    } else if (name.equals("messages")
        && value instanceof JsonArray messages
        && options.history().changes()) {
      options.history().write(messages, json);
    } else {
      json.write(sentAs, value);
    }
  }

  /** Whether this field is the one, of all that become {@code target}, that is sent. */
  private boolean renames(JsonObject body, String name, String target) {
    if (body.containsKey(target)
        && !options.drop().contains(target)
        && target.equals(options.sentAs(target))) {
      return false;
    }
    for (String other : body.keySet()) {
      if (target.equals(options.rename().get(other))) {
        return other.equals(name);
      }
    }
    return true;
  }

  /** The gateway bills by usage, so it asks for it whether the client did or not. */
  private void streamOptions(JsonObject body, JsonGenerator json) {
    if (!options.streamOptions() || options.sentAs("stream_options") == null) {
      return;
    }
    json.writeStartObject("stream_options");
    JsonObject asked = JsonText.object(body, "stream_options");
    if (asked != null) {
      asked.forEach(
          (name, value) -> {
            if (!name.equals("include_usage")) {
              json.write(name, value);
            }
          });
    }
    json.write("include_usage", true).writeEnd();
  }
}
