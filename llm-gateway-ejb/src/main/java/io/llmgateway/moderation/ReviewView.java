package io.llmgateway.moderation;

import java.time.Instant;

/**
 * A case as it is shown.
 *
 * @param stored the case; in a list without its texts, which are null then
 * @param decidedAt null while it is open
 * @param decidedBy null while it is open
 * @param comment the reviewer's, or null
 */
public record ReviewView(
    ReviewCase stored, State state, Instant decidedAt, String decidedBy, String comment) {

  /** What a reviewer thinks of it. */
  public enum State {
    OPEN,
    /** The content policy was right. */
    UPHELD,
    /** The content policy was wrong. */
    RELEASED
  }
}
