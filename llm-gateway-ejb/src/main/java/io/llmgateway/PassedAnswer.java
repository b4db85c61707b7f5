package io.llmgateway;

import io.llmgateway.admission.RateLimitState;
import java.util.List;

/** Another answer, of which something is kept on its way. */
abstract sealed class PassedAnswer implements Answer
    permits KeepingAnswer, ComparedAnswer, WatchedAnswer {
  protected final Answer answer;

  PassedAnswer(Answer answer) {
    this.answer = answer;
  }

  @Override
  public final String channel() {
    return answer.channel();
  }

  @Override
  public final String upstreamModel() {
    return answer.upstreamModel();
  }

  @Override
  public final int attempts() {
    return answer.attempts();
  }

  @Override
  public final List<String> adjusted() {
    return answer.adjusted();
  }

  @Override
  public final RateLimitState rateLimits() {
    return answer.rateLimits();
  }

  @Override
  public CacheUse cacheUse() {
    return answer.cacheUse();
  }

  @Override
  public void close() {
    answer.close();
  }
}
