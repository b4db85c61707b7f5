package io.llmgateway.routing;

import java.util.List;

/**
 * The candidates for one request, best first.
 *
 * @param requestedModel the public name that the client asked for
 * @param candidates never empty
 */
public record Route(String requestedModel, List<Candidate> candidates) {
  public Route {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("a route has at least one candidate");
    }
  }
}
