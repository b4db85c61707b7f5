package io.llmgateway;

import io.llmgateway.admission.ChannelLimits;
import io.llmgateway.routing.Candidate;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;

/** What the attempts of one request have taken of the limits of channels, until each has ended. */
final class ChannelPermits {
  private final ChannelLimits limits;
  private final long tokens;
  private final Map<Candidate, ChannelLimits.Permit> taken = new IdentityHashMap<>(2);

  /**
   * @param tokens how many each attempt may use, by estimate
   */
  ChannelPermits(ChannelLimits limits, long tokens) {
    this.limits = limits;
    this.tokens = tokens;
  }

  /**
   * @return false when the candidate's channel is over its limit
   */
  synchronized boolean take(Candidate candidate) {
    ChannelLimits.Permit permit = limits.tryAcquire(candidate.channel(), tokens);
    if (permit == null) {
      return false;
    }
    taken.put(candidate, permit);
    return true;
  }

  /**
   * @return when the channel may have room, or null when it never will for this request
   */
  Duration untilFree(Candidate candidate) {
    return limits.retryAfter(candidate.channel(), tokens);
  }

  /** The attempt was not made after all. */
  synchronized void withdraw(Candidate candidate) {
    ChannelLimits.Permit permit = taken.remove(candidate);
    if (permit != null) {
      permit.withdraw();
    }
  }

  synchronized void ended(Candidate candidate, long tokensUsed) {
    ChannelLimits.Permit permit = taken.remove(candidate);
    if (permit != null) {
      permit.done(tokensUsed);
    }
  }

  /** The request is over: nothing stays taken. */
  synchronized void endAll() {
    taken.values().forEach(permit -> permit.done(0));
    taken.clear();
  }
}
