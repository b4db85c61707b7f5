package io.llmgateway;

import io.llmgateway.chat.Outcome;
import io.llmgateway.routing.Candidate;
import java.time.Duration;

/** Who may be asked now, and what became of it. Safe for use by many threads. */
interface ChannelGate {
  /** Lets everybody be asked. */
  ChannelGate OPEN =
      new ChannelGate() {
        @Override
        public boolean acquire(Candidate candidate) {
          return true;
        }

        @Override
        public void report(
            Candidate candidate,
            Outcome outcome,
            Duration firstToken,
            Duration total,
            Duration retryAfter,
            long outputTokens) {
          // nobody asks
        }
      };

  /**
   * @return false when another candidate is to be asked; else {@link #report} follows, once
   */
  boolean acquire(Candidate candidate);

  /**
   * @param firstToken from the beginning of the attempt to the first useful event, or null
   * @param total of the attempt
   * @param retryAfter the provider's word on when to come back, or null
   * @param outputTokens of the answer, or 0
   */
  void report(
      Candidate candidate,
      Outcome outcome,
      Duration firstToken,
      Duration total,
      Duration retryAfter,
      long outputTokens);
}
