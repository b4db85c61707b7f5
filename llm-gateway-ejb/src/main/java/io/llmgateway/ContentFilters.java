package io.llmgateway;

import io.llmgateway.chat.FilterHit;
import io.llmgateway.moderation.FilterPolicy;
import io.llmgateway.moderation.FilterSettings;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Route;
import io.llmgateway.telemetry.FilterMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Does what the operator wants with calls that a provider's content policy stops. */
@ApplicationScoped
public class ContentFilters {
  private FilterMetrics metrics;
  private volatile FilterSettings settings = FilterSettings.DEFAULT;

  /** For the container's proxy only. */
  protected ContentFilters() {}

  @Inject
  ContentFilters(FilterMetrics metrics) {
    this.metrics = metrics;
  }

  void apply(FilterSettings next) {
    settings = next;
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
  }
}
