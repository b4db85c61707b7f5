package io.llmgateway.provider.wenxin;

import io.llmgateway.chat.Usage;
import io.llmgateway.provider.transport.JsonText;
import io.llmgateway.provider.wire.AnswerEvents;
import io.llmgateway.provider.wire.EmbeddingWords;
import io.llmgateway.provider.wire.OwnEmbeddings;
import io.llmgateway.provider.wire.Places;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;

/** Embeddings of Qianfan v1, each model at a path of its own. */
record WenxinEmbeddings(WenxinOptions options) implements EmbeddingWords {
  @Override
  public int most() {
    return 16;
  }

  @Override
  public String path(Places places, String model) {
    return places.path("/embeddings/{model}", options.suffix(model));
  }

  @Override
  public JsonObject request(String model, List<String> texts, JsonObject body) {
    return JsonText.json()
        .createObjectBuilder()
        .add("input", JsonText.json().createArrayBuilder(texts))
        .build();
  }

  @Override
  public List<JsonArray> vectors(JsonObject answer) {
    return OwnEmbeddings.each(answer.get("data"), "embedding");
  }

  @Override
  public Usage usage(JsonObject answer) {
    JsonObject usage = JsonText.object(answer, "usage");
    return usage == null ? null : Usage.of(AnswerEvents.countOrZero(usage, "total_tokens"), 0);
  }
}
