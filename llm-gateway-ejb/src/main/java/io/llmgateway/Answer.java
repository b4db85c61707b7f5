package io.llmgateway;

import io.llmgateway.admission.RateLimitState;
import io.llmgateway.chat.ChatStream;
import java.util.List;

/** An answer that has begun. Its last event is always the usage that is, or was, billed. */
public sealed interface Answer extends ChatStream
    permits PaidAnswer, ReplayedAnswer, KeptReplay, PassedAnswer {

  /**
   * @return the name of the channel that answers
   */
  String channel();

  /**
   * @return the name, at the provider, of the model that answers
   */
  String upstreamModel();

  /**
   * @return how many attempts it took, at least 1; 0 when it came out of the cache
   */
  int attempts();

  /**
   * @return what was changed in the request for the candidate that answers
   */
  default List<String> adjusted() {
    return List.of();
  }

  RateLimitState rateLimits();

  /**
   * @return the part that the cache had in it, or null when it had none
   */
  default CacheUse cacheUse() {
    return null;
  }
}
