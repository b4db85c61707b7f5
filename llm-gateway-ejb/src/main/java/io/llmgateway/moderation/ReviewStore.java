package io.llmgateway.moderation;

import java.time.Instant;

/** Where cases are written to: the port of {@link ReviewLog} to the database. */
public interface ReviewStore {

  /** Writes a case, unless it is there already. */
  void insert(ReviewCase stopped);

  /**
   * Removes the cases that are older.
   *
   * @return how many
   */
  int removeBefore(Instant time);
}
