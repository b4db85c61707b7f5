package io.llmgateway.provider.wire;

import io.llmgateway.chat.ChatException;

/** The events of a stream, however they are framed. Used by one thread. */
public interface Frames {

  /**
   * Waits for the next event.
   *
   * @return false when the stream is at its end
   * @throws ChatException.Retryable when reading fails
   */
  boolean next();

  /**
   * @return what the event is called, or null
   */
  String name();

  /**
   * @return the event's data, JSON text
   */
  String data();
}
