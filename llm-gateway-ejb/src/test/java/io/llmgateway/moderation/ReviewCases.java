package io.llmgateway.moderation;

import java.time.Instant;

/** Cases for tests. */
final class ReviewCases {
  private ReviewCases() {}

  static ReviewCase of(String id, String prompt, String answer, Instant at) {
    return new ReviewCase(
        id,
        "call-" + id,
        "request",
        "team",
        "app",
        "auto",
        "model",
        "upstream",
        "vendor",
        "channel",
        "answer",
        "sensitive",
        prompt,
        answer,
        true,
        at);
  }
}
