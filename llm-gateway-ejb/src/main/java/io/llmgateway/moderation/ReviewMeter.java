package io.llmgateway.moderation;

/** A port to the metrics: what becomes of cases. */
public interface ReviewMeter {

  /** A case is in the database. */
  void written();

  /**
   * @param count cases that will not be kept
   */
  void dropped(int count);
}
