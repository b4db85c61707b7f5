package io.llmgateway.provider.wire;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.EmbeddingModel;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.Usage;
import io.llmgateway.provider.transport.AnswerReader;
import io.llmgateway.provider.transport.Fault;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.transport.OutcomeClassifier;
import io.llmgateway.provider.transport.UpstreamExchange;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Embeddings at one endpoint, in a vendor's own words; more texts than it takes are several calls.
 */
public final class OwnEmbeddings implements EmbeddingModel {
  private static final int MAX_JSON = 256 * 1024 * 1024;

  private final WireCaller caller;
  private final Places places;
  private final EmbeddingWords words;

  public OwnEmbeddings(WireCaller caller, Places places, EmbeddingWords words) {
    this.caller = caller;
    this.places = places;
    this.words = words;
  }

  @Override
  public EmbeddingAnswer embed(EmbeddingRequest request, Cancellation cancellation) {
    List<String> texts = texts(request.body().get("input"));
    JsonArrayBuilder data = JsonText.json().createArrayBuilder();
    long tokens = 0;
    boolean counted = true;
    for (int from = 0; from < texts.size(); from += words.most()) {
      List<String> some = texts.subList(from, Math.min(texts.size(), from + words.most()));
      JsonObject answer = asked(request, some, cancellation);
      List<JsonArray> vectors = vectors(answer, some.size());
      for (int i = 0; i < vectors.size(); i++) {
        data.add(
            JsonText.json()
                .createObjectBuilder()
                .add("object", "embedding")
                .add("index", from + i)
                .add("embedding", vectors.get(i)));
      }
      Usage usage = usage(answer);
      counted &= usage != null;
      tokens += usage == null ? 0 : usage.inputTokens();
    }
    return new EmbeddingAnswer(data.build(), counted ? Usage.of(tokens, 0) : null);
  }

  private Usage usage(JsonObject answer) {
    try {
      return words.usage(answer);
    } catch (IllegalArgumentException e) {
      return null; // a count that can not be true
    }
  }

  private JsonObject asked(
      EmbeddingRequest request, List<String> texts, Cancellation cancellation) {
    byte[] body =
        words
            .request(request.model(), texts, request.body())
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    UpstreamExchange exchange =
        caller.post(
            words.path(places, request.model()), words.headers(places), body, false, cancellation);
    boolean complete = false;
    try {
      AnswerReader reader = new AnswerReader(exchange.body());
      int first = reader.firstByte();
      JsonValue document = first == '{' ? JsonText.parse(reader.restAsText(MAX_JSON)) : null;
      if (!(document instanceof JsonObject answer)) {
        throw OutcomeClassifier.unreadable(exchange.status(), first)
            .exception(caller.endpoint(), false);
      }
      complete = true;
      Fault fault = OutcomeClassifier.inside(answer);
      if (fault != null) {
        throw fault.exception(caller.endpoint(), false);
      }
      return answer;
    } finally {
      exchange.close(complete);
    }
  }

  private List<JsonArray> vectors(JsonObject answer, int texts) {
    List<JsonArray> vectors = words.vectors(answer);
    if (vectors.size() != texts || vectors.stream().anyMatch(JsonArray::isEmpty)) {
      throw Fault.of(
              Outcome.INVALID,
              "The provider answered " + texts + " inputs with " + vectors.size() + " vectors")
          .exception(caller.endpoint(), false);
    }
    return vectors;
  }

  /**
   * @throws ChatException.Final UNSUPPORTED_PARAMETER for tokens: they are another vendor's numbers
   */
  private static List<String> texts(JsonValue input) {
    List<String> texts = new ArrayList<>();
    if (input instanceof JsonString text) {
      texts.add(text.getString());
    } else if (input instanceof JsonArray array) {
      for (JsonValue value : array) {
        if (!(value instanceof JsonString text)) {
          throw new ChatException.Final(
              ErrorCode.UNSUPPORTED_PARAMETER,
              "This provider takes texts only, no tokens",
              "input");
        }
        texts.add(text.getString());
      }
    }
    return texts;
  }

  /**
   * @return the member {@code name} of each object, as far as it is an array
   */
  public static List<JsonArray> each(JsonValue list, String name) {
    List<JsonArray> found = new ArrayList<>();
    if (list instanceof JsonArray array) {
      for (JsonValue value : array) {
        if (value instanceof JsonObject object && object.get(name) instanceof JsonArray vector) {
          found.add(vector);
        }
      }
    }
    return found;
  }
}
