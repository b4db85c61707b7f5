package io.llmgateway.routing;

import java.util.OptionalDouble;

/** What the order of candidates may depend on. Cheap: memory of this node only, no lock. */
public interface CandidateHealth {
  /**
   * Whether the candidate is to be asked before others that are not ready: not switched off, its
   * breaker not open, and nothing of it resting. While a recovered candidate gets only a share of
   * the traffic, the answer is drawn anew each time. Takes no permit.
   */
  boolean ready(Candidate candidate);

  /**
   * @return a moving average of the time to the first token, in milliseconds; empty when none was
   *     measured
   */
  OptionalDouble firstTokenMillis(Candidate candidate);

  /**
   * @return the calls in flight from this node to the candidate's model on its channel, with
   *     whichever key
   */
  int inFlight(Candidate candidate);

  /**
   * @return a moving average of the output tokens per second after the first; empty when none was
   *     measured
   */
  OptionalDouble tokensPerSecond(Candidate candidate);
}
