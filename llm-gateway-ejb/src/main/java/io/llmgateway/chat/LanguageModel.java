package io.llmgateway.chat;

/**
 * A model that answers chat requests. Providers implement it over one wire; decorators wrap it.
 *
 * <p>Implementations are safe for use by many threads.
 */
public interface LanguageModel {

  /**
   * Sends the request and returns as soon as the provider has accepted it.
   *
   * @param request addressed by {@link ChatRequest#model()} to a model of this provider
   * @param cancellation when it fires, the upstream call is aborted and the blocked caller gets a
   *     {@link ChatException.Retryable} with {@link Outcome#CANCELLED}
   * @return the answer; the caller closes it
   * @throws ChatException.Retryable when this provider failed and another may succeed
   * @throws ChatException.Final when the provider says that the request itself is at fault
   */
  ChatStream chat(ChatRequest request, Cancellation cancellation);
}
