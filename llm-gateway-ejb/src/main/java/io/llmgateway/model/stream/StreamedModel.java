package io.llmgateway.model.stream;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatRequest;
import io.llmgateway.chat.ChatStream;
import io.llmgateway.chat.LanguageModel;

/**
 * A model that is always asked for a stream, or never, whatever the client wants. Its events are
 * the same either way: who wants a whole answer folds them.
 */
public final class StreamedModel implements LanguageModel {
  private final LanguageModel model;
  private final boolean streamed;

  private StreamedModel(LanguageModel model, boolean streamed) {
    this.model = model;
    this.streamed = streamed;
  }

  /** For a model that answers in streams only, such as one that refuses to think otherwise. */
  public static LanguageModel always(LanguageModel model) {
    return new StreamedModel(model, true);
  }

  /** For a model that answers whole only; a client that wants a stream gets it in pieces. */
  public static LanguageModel never(LanguageModel model) {
    return new StreamedModel(model, false);
  }

  @Override
  public ChatStream chat(ChatRequest request, Cancellation cancellation) {
    ChatStream answer = model.chat(request.withStream(streamed), cancellation);
    return request.stream() && !streamed ? new StepStream(answer, new Pieces()) : answer;
  }
}
