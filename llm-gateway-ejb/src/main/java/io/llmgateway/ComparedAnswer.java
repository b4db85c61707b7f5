package io.llmgateway;

import io.llmgateway.chat.ChatEvent;
import io.llmgateway.telemetry.ShadowMetrics;
import java.time.Duration;

/** An answer of one of two models that are compared; passes everything on as it is. */
final class ComparedAnswer extends PassedAnswer {
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
    super(answer);
    this.side = side;
    this.startedNanos = startedNanos;
    this.firstToken = elapsed();
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startedNanos);
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
    super.close();
    ended("client_gone");
  }

  private void ended(String how) {
    if (!over) {
      over = true;
      side.ended(firstToken, elapsed(), outputTokens, how);
    }
  }
}
