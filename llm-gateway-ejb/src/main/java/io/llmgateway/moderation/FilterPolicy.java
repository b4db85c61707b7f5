package io.llmgateway.moderation;

import java.util.Arrays;
import java.util.Optional;

/** What is done when a provider's content policy stops a call. */
public enum FilterPolicy {
  /** The client is told. */
  SURFACE("surface"),
  /** As long as the client has nothing of an answer, another candidate is asked. */
  NEXT_CANDIDATE("next-candidate"),
  /** The client is told, and the case is kept for a reviewer. */
  REVIEW("review");

  static final String NAMES = "surface, next-candidate, review";

  private final String word;

  FilterPolicy(String word) {
    this.word = word;
  }

  static Optional<FilterPolicy> of(String word) {
    return Arrays.stream(values()).filter(policy -> policy.word.equals(word)).findFirst();
  }
}
