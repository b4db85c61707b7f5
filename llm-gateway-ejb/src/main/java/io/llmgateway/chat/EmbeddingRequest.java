package io.llmgateway.chat;

import jakarta.json.JsonObject;
import java.util.Objects;

/**
 * A validated embeddings request.
 *
 * @param model the model's name: the public one at the front, the upstream one at a provider
 * @param body the request as the client sent it, unknown fields included
 * @param inputTokensBound an upper bound, by estimate, of the input's tokens
 */
public record EmbeddingRequest(String model, JsonObject body, long inputTokensBound) {

  public EmbeddingRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(body);
  }

  /**
   * @return the same request addressed to another model; the body is left as it is
   */
  public EmbeddingRequest withModel(String name) {
    return new EmbeddingRequest(name, body, inputTokensBound);
  }
}
