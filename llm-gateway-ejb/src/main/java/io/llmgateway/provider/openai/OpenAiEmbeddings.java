package io.llmgateway.provider.openai;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.provider.transport.AnswerReader;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.OutcomeClassifier;
import io.llmgateway.provider.transport.UpstreamExchange;
import io.llmgateway.provider.wire.Places;
import io.llmgateway.provider.wire.WireCaller;
import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/** Embeddings over OpenAI's wire, at one endpoint. */
final class OpenAiEmbeddings implements EmbeddingModel {
  private static final int MAX_JSON = 256 * 1024 * 1024;

  private final WireCaller caller;
  private final Places places;
  private final WireOptions options;
  private final Endpoint endpoint;

  OpenAiEmbeddings(WireCaller caller, Places places, WireOptions options) {
    this.caller = caller;
    this.places = places;
    this.options = options;
    this.endpoint = caller.endpoint();
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingRequest request, Cancellation cancellation) {
    byte[] body = new OpenAiRequestTranslator(options).embeddings(request);
    UpstreamExchange exchange =
        caller.post(
            places.path(options.embeddingsPath(), request.model()),
            places.headers(options.headers()),
            body,
            false,
            cancellation);
    boolean complete = false;
    try {
      AnswerReader reader = new AnswerReader(exchange.body());
      int first = reader.firstByte();
      JsonValue document =
          first == '{' || first == '[' ? JsonText.parse(reader.restAsText(MAX_JSON)) : null;
      if (document == null) {
        throw OutcomeClassifier.unreadable(exchange.status(), first).exception(endpoint, false);
      }
      complete = true;
      return answer(document, inputs(request.body().get("input")));
    } finally {
      exchange.close(complete);
    }
  }

  private EmbeddingAnswer answer(JsonValue document, int inputs) {
    Fault fault = OutcomeClassifier.inside(document);
    if (fault != null) {
      throw fault.exception(endpoint, false);
    }
    JsonArray data =
        document instanceof JsonObject object && object.get("data") instanceof JsonArray array
            ? array
            : JsonValue.EMPTY_JSON_ARRAY;
    if (data.size() != inputs) {
      throw Fault.of(
              Outcome.INVALID,
              "The provider answered " + inputs + " inputs with " + data.size() + " vectors")
          .exception(endpoint, false);
    }
    for (JsonValue entry : data) {
      if (!isVector(entry)) {
        throw Fault.of(Outcome.INVALID, "The provider's answer has an entry without a vector")
            .exception(endpoint, false);
      }
    }
    return new EmbeddingAnswer(data, usage((JsonObject) document));
  }

  private static boolean isVector(JsonValue entry) {
    if (!(entry instanceof JsonObject object)) {
      return false;
    }
    JsonValue vector = object.get("embedding");
    return vector instanceof JsonString text && !text.getString().isEmpty()
        || vector instanceof JsonArray numbers && !numbers.isEmpty();
  }

  private static Usage usage(JsonObject document) {
    JsonObject raw = JsonText.object(document, "usage");
    if (raw == null || !UsageTranslator.counts(raw)) {
      return null;
    }
    if (!raw.containsKey("prompt_tokens") && raw.containsKey("total_tokens")) {
      // all tokens of an embedding are input
      raw =
          JsonText.json()
              .createObjectBuilder()
              .add("prompt_tokens", raw.get("total_tokens"))
              .build();
    }
    return UsageTranslator.translate(raw) instanceof ChatEvent.UsageReported reported
        ? reported.usage()
        : null;
  }

  /** A text is one input, and so is an array of token numbers. */
  private static int inputs(JsonValue input) {
    if (!(input instanceof JsonArray array)) {
      return 1;
    }
    return !array.isEmpty() && array.get(0) instanceof JsonNumber ? 1 : array.size();
  }
}
