package io.llmgateway.provider.openai;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.provider.transport.JsonText;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.json.stream.JsonGenerator;
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
    if (request.choices() > 1 && options.drop().contains("n")) {
      throw new ChatException.Final(
          ErrorCode.UNSUPPORTED_PARAMETER, "This provider gives one answer only", "n");
    }
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
