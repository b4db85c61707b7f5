package io.llmgateway;

import io.llmgateway.admission.RateLimitState;
import io.llmgateway.chat.ChatEvent;
import io.llmgateway.telemetry.ShadowMetrics;
import java.time.Duration;

/** An answer of one of two models that are compared; passes everything on as it is. */
final class ComparedAnswer implements Answer {
  private final Answer answer;
  private final ShadowMetrics.Side side;
  private final long startedNanos;
  private final Duration firstToken;
  private long outputTokens;
  private String finish = "none";
  private boolean over;

  /**
   * @param startedNanos by {@link System#nanoTime}, when the request began
   */
  ComparedAnswer(Answer answer, ShadowMetrics.Side side, long startedNanos) {
    this.answer = answer;
    this.side = side;
    this.startedNanos = startedNanos;
    this.firstToken = elapsed();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
  }

  @Override
  public String channel() {
    return answer.channel();
  }

  @Override
  public String upstreamModel() {
    return answer.upstreamModel();
  }

  @Override
  public int attempts() {
    return answer.attempts();
  }

  @Override
  public RateLimitState rateLimits() {
    return answer.rateLimits();
  }

  @Override
  public CacheUse cacheUse() {
    return answer.cacheUse();
  }

  @Override
  public ChatEvent next() {
    ChatEvent event;
    try {
      event = answer.next();
    } catch (RuntimeException e) {
      ended("error");
      throw e;
    }
    if (event instanceof ChatEvent.Finish each) {
      finish = each.reason();
    } else if (event instanceof ChatEvent.UsageReported usage) {
      outputTokens = usage.usage().outputTokens();
    } else if (event == null) {
      ended(finish);
    }
    return event;
  }

  @Override
  public void close() {
    answer.close();
    ended("client_gone");
  }

  private void ended(String how) {
    if (!over) {
      over = true;
      side.ended(firstToken, elapsed(), outputTokens, how);
    }
  }
}
