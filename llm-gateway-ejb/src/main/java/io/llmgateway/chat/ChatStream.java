package io.llmgateway.chat;

/**
 * The events of one answer, pulled by one thread.
 *
 * <p>A stream that ends without an exception is complete: a broken upstream is an exception, never
 * a clean end.
 */
public interface ChatStream extends AutoCloseable {

  /**
   * Waits for the next event.
   *
   * @return the next event, or null when the answer is complete; null again on every later call
   * @throws ChatException when the answer failed, broke off, timed out or was cancelled
   */
  ChatEvent next();

  /**
   * Gives the upstream connection back when the answer is complete, and aborts it when it is not.
   * Idempotent; never throws.
   */
  @Override
  void close();
}
