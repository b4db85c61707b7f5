package io.llmgateway.moderation;

import java.time.Instant;

/**
 * A call that a content policy stopped, as it is kept for a reviewer.
 *
 * @param id grows with time
 * @param key the name of the API key
 * @param requestedModel the name that the client used
 * @param model the public model that was asked
 * @param direction {@code prompt} or {@code answer}
 * @param reason the provider's own word
 * @param prompt the messages as JSON, or their beginning
 * @param answer what the client got before it was stopped, or its beginning; never null
 * @param truncated whether one of the two is longer than what is kept
 */
public record ReviewCase(
    String id,
    String callId,
    String requestId,
    String account,
    String key,
    String requestedModel,
    String model,
    String upstreamModel,
    String provider,
    String channel,
    String direction,
    String reason,
    String prompt,
    String answer,
    boolean truncated,
    Instant createdAt) {

  /** Names only: the texts are personal data. */
  @Override
  public String toString() {
    return "ReviewCase[" + id + " " + model + " " + direction + "]";
  }
}
