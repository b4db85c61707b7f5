package io.llmgateway.routing;

import java.util.List;

/**
 * The candidates for one request, best first.
 *
 * @param requestedModel the public name that the client asked for
 * @param candidates never empty
 * @param decision how they were chosen; null for a route that nobody has chosen
 */
public record Route(String requestedModel, List<Candidate> candidates, Decision decision) {
  public Route {
    candidates = List.copyOf(candidates);
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException("a route has at least one candidate");
    }
  }

  public Route(String requestedModel, List<Candidate> candidates) {
    this(requestedModel, candidates, null);
  }

  /**
   * @return the same decision with fewer candidates
   */
  public Route with(List<Candidate> fewer) {
    return new Route(requestedModel, fewer, decision);
  }
}
