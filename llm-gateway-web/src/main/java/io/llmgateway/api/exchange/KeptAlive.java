package io.llmgateway.api.exchange;

/** A stream whose client is told from time to time that it is still alive. */
interface KeptAlive {

  /**
   * @return whether the stream is open, and nothing has been written for so long
   */
  boolean silentFor(long nanos);

  /** Writes a comment, unless something else is being written. */
  void beat();
}
