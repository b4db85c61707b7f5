package io.llmgateway;

import io.llmgateway.chat.FilterHit;
import io.llmgateway.chat.Uuid7;
import io.llmgateway.moderation.FilterPolicy;
import io.llmgateway.moderation.FilterSettings;
import io.llmgateway.moderation.ReviewCase;
import io.llmgateway.moderation.ReviewLog;
import io.llmgateway.moderation.ReviewText;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Route;
import io.llmgateway.telemetry.FilterMetrics;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import jakarta.json.JsonValue;
import jakarta.json.JsonWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Does what the operator wants with calls that a provider's content policy stops. */
@ApplicationScoped
public class ContentFilters {
  private static final long FLUSH_MILLIS = 500;
  private static final long PURGE_MILLIS = 3_600_000;
  private static final long FIRST_PURGE_MILLIS = 60_000;

  private final List<Future<?>> running = new ArrayList<>();
  private FilterMetrics metrics;
  private ReviewLog reviews;
  private Clock clock;
  private volatile FilterSettings settings = FilterSettings.DEFAULT;

  /** For the container's proxy only. */
  protected ContentFilters() {}

  @Inject
  ContentFilters(FilterMetrics metrics, ReviewLog reviews, Clock clock) {
    this.metrics = metrics;
    this.reviews = reviews;
    this.clock = clock;
  }

  void apply(FilterSettings next) {
    settings = next;
    reviews.apply(next);
  }

  synchronized void start(ManagedScheduledExecutorService scheduler) {
    running.add(
        scheduler.scheduleWithFixedDelay(
            reviews::flush, FLUSH_MILLIS, FLUSH_MILLIS, TimeUnit.MILLISECONDS));
    running.add(
        scheduler.scheduleWithFixedDelay(
            reviews::purge, FIRST_PURGE_MILLIS, PURGE_MILLIS, TimeUnit.MILLISECONDS));
  }

  synchronized void stop() {
    running.forEach(each -> each.cancel(false));
    running.clear();
    reviews.stop();
  }

  /** For one request. */
  FilterWatch watch(Bill bill) {
    Route route = bill.route();
    return new FilterWatch(
        this,
        bill,
        settings.policy(route.requestedModel(), route.candidates().get(0).publicModel()));
  }

  /**
   * @return so many characters of an answer are kept
   */
  int maxText() {
    return settings.maxText();
  }

  void stopped(
      Demand demand, Candidate candidate, FilterHit hit, String given, FilterPolicy policy) {
    metrics.stopped(candidate.publicModel(), hit.side().word());
    if (policy == FilterPolicy.REVIEW) {
      reviews.add(reviewCase(demand, candidate, hit, given));
    }
  }

  private ReviewCase reviewCase(Demand demand, Candidate candidate, FilterHit hit, String given) {
    int longest = settings.maxText();
    ReviewText.Beginning prompt = new ReviewText.Beginning(longest);
    JsonValue said = demand.body().get(demand.choices() == 0 ? "input" : "messages");
    if (said != null) {
      try (JsonWriter json = Json.createWriter(prompt)) {
        json.write(said);
      }
    }
    Instant now = clock.instant();
    return new ReviewCase(
        Uuid7.next(now.toEpochMilli()),
        demand.call().id(),
        demand.call().requestId(),
        demand.caller().account(),
        demand.caller().key(),
        demand.model(),
        candidate.publicModel(),
        candidate.upstreamModel(),
        candidate.provider().id(),
        candidate.channel(),
        hit.side().word(),
        hit.reason(),
        ReviewText.clean(prompt.toString(), longest),
        ReviewText.clean(given, longest),
        prompt.more() || given.length() >= longest,
        now);
  }
}
