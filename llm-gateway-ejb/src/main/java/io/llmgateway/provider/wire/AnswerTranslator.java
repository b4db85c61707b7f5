package io.llmgateway.provider.wire;

import jakarta.json.JsonObject;

/**
 * Translates what one provider says into events. One per answer; used by one thread. Errors in the
 * shapes that {@code OutcomeClassifier} knows have been found before it is asked; for others it
 * throws {@link AnswerEvents#failure}.
 */
public interface AnswerTranslator {

  /**
   * One event of a stream.
   *
   * @param name what the event was called, or null
   * @return true when the provider says that nothing follows
   */
  boolean event(String name, JsonObject data, AnswerEvents out);

  /** A whole answer. */
  void whole(JsonObject document, AnswerEvents out);
}
