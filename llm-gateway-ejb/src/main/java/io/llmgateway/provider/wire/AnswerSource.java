package io.llmgateway.provider.wire;

import io.llmgateway.chat.ChatException;
import io.llmgateway.provider.transport.Fault;

/** Where the parts of one answer come from. Used by one thread. */
public interface AnswerSource {

  /**
   * Waits for the beginning of the answer.
   *
   * @return the whole answer when it is one document; null when it is a stream
   * @throws Unreadable when it is neither
   * @throws ChatException.Retryable when reading fails
   */
  String document() throws Unreadable;

  /**
   * @return the events of a stream; called once, after {@link #document} gave null
   */
  Frames frames();

  /** Useful output was handed out. */
  void begun();

  /** The answer is whole, but for a word that may still come. */
  void whole();

  /**
   * @param complete whether the end of the answer was read
   */
  void close(boolean complete);

  /** An answer that no model server wrote. */
  final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Fault fault;

    public Unreadable(Fault fault) {
      this.fault = fault;
    }

    Fault fault() {
      return fault;
    }
  }
}
