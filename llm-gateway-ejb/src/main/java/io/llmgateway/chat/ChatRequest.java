package io.llmgateway.chat;

import jakarta.json.JsonObject;
import java.util.Objects;

/**
 * A validated chat request.
 *
 * @param model the model's name: the public one at the front, the upstream one at a provider
 * @param body OpenAI's request document as the client sent it, unknown fields included; a provider
 *     reads {@link #model()} and {@link #stream()} here and everything else from the body
 * @param stream whether the answer is wanted as a stream
 * @param includeUsage whether the client asked for a usage chunk
 * @param choices how many answers are wanted ({@code n}), at least 1
 * @param maxOutputTokens the limit that the client set for each answer, or 0 when it set none
 * @param inputTokensBound an upper bound, by estimate, of the prompt's tokens
 */
public record ChatRequest(
    String model,
    JsonObject body,
    boolean stream,
    boolean includeUsage,
    int choices,
    long maxOutputTokens,
    long inputTokensBound) {

  public ChatRequest {
    Objects.requireNonNull(model);
    Objects.requireNonNull(body);
  }

  /**
   * @return the same request addressed to another model; the body is left as it is
   */
  public ChatRequest withModel(String name) {
    return new ChatRequest(
        name, body, stream, includeUsage, choices, maxOutputTokens, inputTokensBound);
  }

  /**
   * @return the same request with another document; this one when it is the same
   */
  public ChatRequest withBody(JsonObject other) {
    return other == body
        ? this
        : new ChatRequest(
            model, other, stream, includeUsage, choices, maxOutputTokens, inputTokensBound);
  }

  /**
   * @return the same request, to be answered so
   */
  public ChatRequest withStream(boolean wanted) {
    return wanted == stream
        ? this
        : new ChatRequest(
            model, body, wanted, includeUsage, choices, maxOutputTokens, inputTokensBound);
  }
}
