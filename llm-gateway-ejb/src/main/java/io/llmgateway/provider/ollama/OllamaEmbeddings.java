package io.llmgateway.provider.ollama;

import io.llmgateway.chat.Usage;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.EmbeddingWords;
import io.llmgateway.provider.wire.Places;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.ArrayList;
import java.util.List;

/** Embeddings over {@code /api/embed}. */
final class OllamaEmbeddings implements EmbeddingWords {
  @Override
  public int most() {
    return 512;
  }

  @Override
  public String path(Places places, String model) {
    return "/api/embed";
  }

  @Override
  public JsonObject request(String model, List<String> texts, JsonObject body) {
    JsonObjectBuilder out =
        JsonText.json()
            .createObjectBuilder()
            .add("model", model)
            .add("input", JsonText.json().createArrayBuilder(texts));
    if (body.containsKey("dimensions")) {
      out.add("dimensions", body.get("dimensions"));
    }
    return out.build();
  }

  @Override
  public List<JsonArray> vectors(JsonObject answer) {
    List<JsonArray> vectors = new ArrayList<>();
    if (answer.get("embeddings") instanceof JsonArray array) {
      array.forEach(
          value -> {
            if (value instanceof JsonArray vector) {
              vectors.add(vector);
            }
          });
    }
    return vectors;
  }

  @Override
  public Usage usage(JsonObject answer) {
    long tokens = AnswerEvents.count(answer, "prompt_eval_count");
    return tokens < 0 ? null : Usage.of(tokens, 0);
  }
}
