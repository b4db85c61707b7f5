package io.llmgateway.provider.hunyuan;

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

/** The action GetEmbedding (https://cloud.tencent.com/document/api/1729/102832). */
record HunyuanEmbeddings(HunyuanOptions options) implements EmbeddingWords {

  /** InputList takes more, but only where the newer version of the action is. */
  @Override
  public int most() {
    return 50;
  }

  @Override
  public String path(Places places, String model) {
    return places.path("/", model);
  }

  @Override
  public Map<String, String> headers(Places places) {
    return Map.of("X-TC-Action", "GetEmbedding", "X-TC-Version", options.version());
  }

  @Override
  public JsonObject request(String model, List<String> texts, JsonObject body) {
    JsonObjectBuilder out = JsonText.json().createObjectBuilder();
    if (texts.size() == 1) {
      out.add("Input", texts.get(0));
    } else {
      out.add("InputList", JsonText.json().createArrayBuilder(texts));
    }
    return out.build();
  }

  @Override
  public List<JsonArray> vectors(JsonObject answer) {
    JsonObject response = JsonText.object(answer, "Response");
    return OwnEmbeddings.each(response == null ? null : response.get("Data"), "Embedding");
  }

  @Override
  public Usage usage(JsonObject answer) {
    JsonObject response = JsonText.object(answer, "Response");
    JsonObject usage = response == null ? null : JsonText.object(response, "Usage");
    return usage == null ? null : Usage.of(AnswerEvents.countOrZero(usage, "TotalTokens"), 0);
  }
}
