package io.llmgateway;

import io.llmgateway.admission.RateLimitState;
import io.llmgateway.chat.EmbeddingAnswer;
import io.llmgateway.chat.Usage;

/**
 * Vectors that have been paid for.
 *
 * @param usage what was billed
 * @param channel the channel that answered
 * @param upstreamModel the name, at the provider, of the model that answered
 * @param attempts how many attempts it took, at least 1; 0 when it came out of the cache
 * @param cacheUse the part that the cache had in it, or null when it had none
 */
public record EmbeddingResult(
    EmbeddingAnswer answer,
    Usage usage,
    String channel,
    String upstreamModel,
    int attempts,
    RateLimitState rateLimits,
    CacheUse cacheUse) {

  EmbeddingResult(
      EmbeddingAnswer answer,
      Usage usage,
      String channel,
      String upstreamModel,
      int attempts,
      RateLimitState rateLimits) {
    this(answer, usage, channel, upstreamModel, attempts, rateLimits, null);
  }

  EmbeddingResult with(int made, RateLimitState limits, CacheUse use) {
    return new EmbeddingResult(answer, usage, channel, upstreamModel, made, limits, use);
  }
}
