package io.llmgateway;

import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.OutcomeRule;

/**
 * Lets another candidate go on with an answer that was cut, where the operator wants that. For one
 * request, and one thread.
 */
final class Rescue {
  private final Attempts attempts;
  private final ChatStart start;

  private Rescue(Attempts attempts, ChatStart start) {
    this.attempts = attempts;
    this.start = start;
  }

  /** Nobody goes on. */
  static Rescue none() {
    return new Rescue(null, null);
  }

  /**
   * @param start how the request began
   */
  static Rescue by(Attempts attempts, ChatStart start) {
    return new Rescue(attempts, start);
  }

  /**
   * @return whether the operator wants cut answers to be gone on with
   */
  boolean wanted() {
    return attempts != null;
  }

  /**
   * @param cut the attempt that broke off
   * @param text what the client has of the answer, or null when nobody could go on with that
   * @return the rest of the answer, begun; null when there is none
   */
  Attempts.Begun<Opening> goOn(Attempt cut, ChatException failure, String text) {
    if (attempts == null
        || text == null
        || OutcomeRule.of(Failures.outcome(failure)).next() == OutcomeRule.Next.GIVE_UP) {
      return null;
    }
    attempts.brokeOff(cut, failure);
    try {
      return attempts.first(start.after(text));
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
      return null;
    }
  }
}
