package io.llmgateway;

import io.llmgateway.admission.Caller;
import io.llmgateway.chat.Call;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.EmbeddingRequest;
import io.llmgateway.chat.Usage;
import jakarta.json.JsonObject;

/**
 * What one request asks of the gateway, whatever its kind.
 *
 * @param operation {@code chat} or {@code embeddings} (OpenTelemetry's {@code
 *     gen_ai.operation.name})
 * @param model the public model
 * @param body the request document
 * @param inputTokensBound an upper bound of the prompt's tokens
 * @param maxOutputTokens the client's own limit per answer, or 0 when it set none
 * @param choices how many answers; 0 when there is no output to pay for
 */
record Demand(
    Caller caller,
    Call call,
    String operation,
    boolean streamed,
    String model,
    JsonObject body,
    long inputTokensBound,
    long maxOutputTokens,
    int choices) {

  /**
   * A token has rarely fewer than four bytes of English text, and the bound counts two: what is
   * reserved of a limit per minute is nearer to what will be used.
   */
  private static final int BOUND_TO_ESTIMATE = 2;

  static Demand of(Caller caller, ChatRequest request, Call call) {
    return new Demand(
        caller,
        call,
        "chat",
        request.stream(),
        request.model(),
        request.body(),
        request.inputTokensBound(),
        Math.min(request.maxOutputTokens(), Usage.ABSURD),
        request.choices());
  }

  static Demand of(Caller caller, EmbeddingRequest request, Call call) {
    return new Demand(
        caller,
        call,
        "embeddings",
        false,
        request.model(),
        request.body(),
        request.inputTokensBound(),
        0,
        0);
  }

  /**
   * @return the same as another call
   */
  Demand as(Call other) {
    return new Demand(
        caller,
        other,
        operation,
        streamed,
        model,
        body,
        inputTokensBound,
        maxOutputTokens,
        choices);
  }

  /**
   * @return whether there is an answer whose length the client does not limit
   */
  boolean openEnded() {
    return choices > 0 && maxOutputTokens == 0;
  }

  long promptEstimate() {
    return promptEstimate(inputTokensBound);
  }

  static long promptEstimate(long bound) {
    return bound / BOUND_TO_ESTIMATE;
  }

  /**
   * @return how many images the prompt shows the model
   */
  long images() {
    return PromptImages.in(body);
  }
}
