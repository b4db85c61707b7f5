package io.llmgateway.provider.gemini;

import io.llmgateway.chat.Usage;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.EmbeddingWords;
import io.llmgateway.provider.wire.OwnEmbeddings;
import io.llmgateway.provider.wire.Places;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import java.util.Map;

/**
 * Embeddings over batchEmbedContents (https://ai.google.dev/api/embeddings); tokens are not
 * counted.
 */
record GeminiEmbeddings(GeminiOptions options) implements EmbeddingWords {
  @Override
  public int most() {
    return 100;
  }

  @Override
  public String path(Places places, String model) {
    return places.path(options.path(), model) + ":batchEmbedContents";
  }

  @Override
  public Map<String, String> headers(Places places) {
    return places.headers(options.headers());
  }

  @Override
  public JsonObject request(String model, List<String> texts, JsonObject body) {
    var requests = JsonText.json().createArrayBuilder();
    for (String text : texts) {
      var parts =
          JsonText.json()
              .createArrayBuilder()
              .add(JsonText.json().createObjectBuilder().add("text", text));
      JsonObjectBuilder request =
          JsonText.json()
              .createObjectBuilder()
              .add("model", "models/" + model)
              .add("content", JsonText.json().createObjectBuilder().add("parts", parts));
      if (body.containsKey("dimensions")) {
        request.add("outputDimensionality", body.get("dimensions"));
      }
      requests.add(request);
    }
    return JsonText.json().createObjectBuilder().add("requests", requests).build();
  }

  @Override
  public List<JsonArray> vectors(JsonObject answer) {
    return OwnEmbeddings.each(answer.get("embeddings"), "values");
  }

  @Override
  public Usage usage(JsonObject answer) {
    JsonObject usage = JsonText.object(answer, "usageMetadata");
    return usage == null ? null : Usage.of(AnswerEvents.countOrZero(usage, "promptTokenCount"), 0);
  }
}
