package io.llmgateway.provider.dashscope;

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

/** Text embeddings of DashScope's own API (https://help.aliyun.com/zh/model-studio/). */
record DashScopeEmbeddings(DashScopeOptions options) implements EmbeddingWords {
  private static final String PATH = "/api/v1/services/embeddings/text-embedding/text-embedding";

  /** The newer models take no more. */
  @Override
  public int most() {
    return 10;
  }

  @Override
  public String path(Places places, String model) {
    return PATH;
  }

  @Override
  public Map<String, String> headers(Places places) {
    return places.headers(options.headers());
  }

  @Override
  public JsonObject request(String model, List<String> texts, JsonObject body) {
    JsonObjectBuilder parameters = JsonText.json().createObjectBuilder();
    if (body.containsKey("dimensions")) {
      parameters.add("dimension", body.get("dimensions"));
    }
    if (body.containsKey("text_type")) {
      parameters.add("text_type", body.get("text_type"));
    }
    return JsonText.json()
        .createObjectBuilder()
        .add("model", model)
        .add(
            "input",
            JsonText.json()
                .createObjectBuilder()
                .add("texts", JsonText.json().createArrayBuilder(texts)))
        .add("parameters", parameters)
        .build();
  }

  @Override
  public List<JsonArray> vectors(JsonObject answer) {
    JsonObject output = JsonText.object(answer, "output");
    return OwnEmbeddings.each(output == null ? null : output.get("embeddings"), "embedding");
  }

  @Override
  public Usage usage(JsonObject answer) {
    JsonObject usage = JsonText.object(answer, "usage");
    return usage == null ? null : Usage.of(AnswerEvents.countOrZero(usage, "total_tokens"), 0);
  }
}
