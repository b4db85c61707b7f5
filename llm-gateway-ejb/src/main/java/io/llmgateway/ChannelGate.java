package io.llmgateway;

import io.llmgateway.chat.Outcome;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.health.AttemptReport;
import io.llmgateway.routing.health.ChannelHealth;
import java.time.Duration;

/** Who may be asked now, and what became of it. Safe for use by many threads. */
interface ChannelGate {

  /**
   * @return false when another candidate is to be asked; else {@link #report} follows, once
   */
  boolean acquire(Candidate candidate);

  void report(Candidate candidate, AttemptReport report);

  /**
   * @return how long until the candidate is worth a call again, zero when nobody can tell
   */
  Duration untilReady(Candidate candidate);

  /**
   * @return why the candidate rests, or null when it does not, or nobody can tell
   */
  default Outcome restsFor(Candidate candidate) {
    return null;
  }

  static ChannelGate of(ChannelHealth health) {
    return new ChannelGate() {
      @Override
      public boolean acquire(Candidate candidate) {
        return health.acquire(candidate);
      }

      @Override
      public void report(Candidate candidate, AttemptReport report) {
        health.report(candidate, report);
      }

      @Override
      public Duration untilReady(Candidate candidate) {
        return health.untilReady(candidate);
      }

      @Override
      public Outcome restsFor(Candidate candidate) {
        return health.restsFor(candidate);
      }
    };
  }
}
