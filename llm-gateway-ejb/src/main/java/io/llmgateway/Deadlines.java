package io.llmgateway;

import io.llmgateway.chat.Endpoint;
import io.llmgateway.chat.Timeouts;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.RetrySettings;
import io.llmgateway.routing.Route;
import java.time.Duration;

/** Fits the deadlines of an attempt into what is left of the request's. */
final class Deadlines {
  /** Longer than anybody means, and shorter than a long can hold in nanoseconds. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private static final Duration USUAL = Duration.ofMinutes(10);

  private Deadlines() {}

  /**
   * @return nanoseconds until an answer must have begun: what is set, else ten minutes, or as long
   *     as one attempt may take where that is longer
   */
  static long of(RetrySettings settings, Route route) {
    if (settings.deadline() != null) {
      return settings.deadline().toNanos();
    }
    Duration longest = USUAL;
    for (Candidate candidate : route.candidates()) {
      Duration total = candidate.endpoint().timeouts().total();
      longest = total.compareTo(longest) > 0 ? total : longest;
    }
    return longest.compareTo(LONGEST) > 0 ? LONGEST.toNanos() : longest.toNanos();
  }

  /**
   * @param leftNanos more than zero
   * @param streamed whether the answer is a stream: only its beginning is bounded then
   */
  static Candidate within(Candidate candidate, long leftNanos, boolean streamed) {
    Timeouts own = candidate.endpoint().timeouts();
    Duration left = Duration.ofNanos(Math.max(1, leftNanos));
    Timeouts fitting =
        streamed
            ? new Timeouts(own.connect(), lesser(own.firstToken(), left), own.idle(), own.total())
            : new Timeouts(own.connect(), own.firstToken(), own.idle(), lesser(own.total(), left));
    if (fitting.equals(own)) {
      return candidate;
    }
    Endpoint endpoint = candidate.endpoint();
    return candidate.at(
        new Endpoint(
            endpoint.channel(),
            endpoint.baseUrl(),
            endpoint.apiKey(),
            fitting,
            endpoint.options()));
  }

  private static Duration lesser(Duration a, Duration b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
