package io.llmgateway.provider.wire;

import io.llmgateway.chat.Usage;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;

/** How one vendor speaks of embeddings. Safe for use by many threads. */
public interface EmbeddingWords {

  /**
   * @return how many texts the vendor takes in one call, at least 1
   */
  int most();

  /**
   * @return the path with its places filled in
   */
  String path(Places places, String model);

  /**
   * @return headers beside the credential
   */
  default Map<String, String> headers(Places places) {
    return Map.of();
  }

  /**
   * @param texts at most {@link #most}
   * @param body the client's request, for its other fields
   */
  JsonObject request(String model, List<String> texts, JsonObject body);

  /**
   * @return the vectors in the order of the texts, each an array of numbers; fewer when the answer
   *     has fewer
   */
  List<JsonArray> vectors(JsonObject answer);

  /**
   * @return the tokens, or null when the vendor does not count them
   */
  Usage usage(JsonObject answer);
}
