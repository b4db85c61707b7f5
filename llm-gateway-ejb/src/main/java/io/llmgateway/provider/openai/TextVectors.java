package io.llmgateway.provider.openai;

import io.llmgateway.chat.Usage;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.EmbeddingWords;
import io.llmgateway.provider.wire.Places;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Embeddings as MiniMax has them (https://platform.minimax.io/docs/api-reference): texts with what
 * they are for, and bare vectors.
 */
record TextVectors(WireOptions options) implements EmbeddingWords {
  private static final JsonValue TO_STORE = JsonText.json().createValue("db");

  @Override
  public int most() {
    return 4096;
  }

  @Override
  public String path(Places places, String model) {
    return places.path(options.embeddingsPath(), model);
  }

  @Override
  public Map<String, String> headers(Places places) {
    return places.headers(options.headers());
  }

  @Override
  public JsonObject request(String model, List<String> texts, JsonObject body) {
    return JsonText.json()
        .createObjectBuilder()
        .add("model", model)
        .add("texts", JsonText.json().createArrayBuilder(texts))
        .add("type", body.getOrDefault("type", TO_STORE))
        .build();
  }

  @Override
  public List<JsonArray> vectors(JsonObject answer) {
    List<JsonArray> vectors = new ArrayList<>();
    if (answer.get("vectors") instanceof JsonArray array) {
      for (JsonValue value : array) {
        if (value instanceof JsonArray vector) {
          vectors.add(vector);
        }
      }
    }
    return vectors;
  }

  @Override
  public Usage usage(JsonObject answer) {
    long tokens = AnswerEvents.count(answer, "total_tokens");
    return tokens < 0 ? null : Usage.of(tokens, 0);
  }
}
