package io.llmgateway.chat;

/** A model that turns texts into vectors. Implementations are safe for use by many threads. */
public interface EmbeddingModel {

  /**
   * @param request addressed by {@link EmbeddingRequest#model()} to a model of this provider
   * @param cancellation as in {@link LanguageModel#chat}
   * @throws ChatException as in {@link LanguageModel#chat}
   */
  EmbeddingAnswer embed(EmbeddingRequest request, Cancellation cancellation);
}
