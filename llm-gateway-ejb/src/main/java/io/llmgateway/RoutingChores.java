package io.llmgateway;

import io.llmgateway.routing.decision.DecisionLog;
import io.llmgateway.routing.feedback.FeedbackRefresh;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What routing does beside the requests: writing decisions, reading scores. */
@ApplicationScoped
public class RoutingChores {
  private static final long FLUSH_MILLIS = 500;
  private static final long REFRESH_MILLIS = 15_000;

  private final List<Future<?>> running = new ArrayList<>();
  private DecisionLog decisions;
  private FeedbackRefresh feedback;

  /** For the container's proxy only. */
  protected RoutingChores() {}

  @Inject
  RoutingChores(DecisionLog decisions, FeedbackRefresh feedback) {
    this.decisions = decisions;
    this.feedback = feedback;
  }

  synchronized void start(ManagedScheduledExecutorService scheduler) {
    running.add(
        scheduler.scheduleWithFixedDelay(
            decisions::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS));
    running.add(
        scheduler.scheduleWithFixedDelay(feedback::run, 0, REFRESH_MILLIS, TimeUnit.MILLISECONDS));
  }

  synchronized void stop() {
    running.forEach(each -> each.cancel(false));
    running.clear();
    decisions.flush();
  }
}
