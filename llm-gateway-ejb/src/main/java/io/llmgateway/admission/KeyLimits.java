package io.llmgateway.admission;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The counters of one key: requests and tokens per minute, requests at a time, budget. */
final class KeyLimits {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final KeySettings settings;
  private final Bucket requests;
  private final Bucket tokens;
  private final BudgetMeter budget;
  private final AtomicInteger running = new AtomicInteger();

  KeyLimits(KeySettings settings, SpendHistory history, Clock clock) {
    this.settings = settings;
    requests = bucket(settings.requestsPerMinute());
    tokens = bucket(settings.tokensPerMinute());
    budget = settings.budget() == null ? null : new BudgetMeter(settings, history, clock);
  }

  private static Bucket bucket(long perMinute) {
    return perMinute == 0
        ? null
        : Bucket.builder()
            .addLimit(l -> l.capacity(perMinute).refillGreedy(perMinute, MINUTE))
            .build();
  }

  /**
   * @return whether these counters may go on under the new settings
   */
  boolean fits(KeySettings other) {
    return settings.requestsPerMinute() == other.requestsPerMinute()
        && settings.tokensPerMinute() == other.tokensPerMinute()
        && settings.concurrent() == other.concurrent()
        && settings.account().equals(other.account())
        && java.util.Objects.equals(settings.budget(), other.budget());
  }

  /**
   * Counts one request with the tokens that it may use.
   *
   * @throws ChatException.Final when a limit is exhausted; then nothing stays counted
   */
  Admitted admit(long tokenEstimate) {
    enter();
    try {
      Limit requestsLeft = take(requests, 1, settings.requestsPerMinute(), "requests per minute");
      Limit tokensLeft;
      try {
        tokensLeft = take(tokens, tokenEstimate, settings.tokensPerMinute(), "tokens per minute");
      } catch (ChatException.Final e) {
        giveBack(requests, 1);
        throw e;
      }
      return new Admitted(this, tokenEstimate, new RateLimitState(requestsLeft, tokensLeft));
    } catch (RuntimeException e) {
      leave();
      throw e;
    }
  }

  private void enter() {
    int limit = settings.concurrent();
    if (running.incrementAndGet() > limit && limit > 0) {
      leave();
      throw new ChatException.Final(
          ErrorCode.CONCURRENCY_LIMIT_EXCEEDED,
          "This key may have " + limit + " requests in flight at a time.",
          null,
          Duration.ofSeconds(1));
    }
  }

  void leave() {
    running.decrementAndGet();
  }

  private static Limit take(Bucket bucket, long amount, long limit, String what) {
    if (bucket == null) {
      return null;
    }
    if (amount > limit) {
      throw new ChatException.Final(
          ErrorCode.RATE_LIMIT_EXCEEDED,
          "This request may use %d tokens, more than this key's limit of %d %s; lower max_tokens."
              .formatted(amount, limit, what));
    }
    ConsumptionProbe probe = bucket.tryConsumeAndReturnRemaining(Math.max(1, amount));
    if (!probe.isConsumed()) {
      throw new ChatException.Final(
          ErrorCode.RATE_LIMIT_EXCEEDED,
          "The limit of %d %s of this key is reached.".formatted(limit, what),
          null,
          Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
    return new Limit(
        limit,
        Math.max(0, probe.getRemainingTokens()),
        Duration.ofNanos(probe.getNanosToWaitForReset()));
  }

  private static void giveBack(Bucket bucket, long amount) {
    if (bucket != null && amount > 0) {
      bucket.addTokens(amount);
    }
  }

  /** Replaces the estimate by what was really used, which may leave a debt. */
  void correctTokens(long estimate, long used) {
    if (tokens == null) {
      return;
    }
    long reserved = Math.max(1, estimate);
    if (used > reserved) {
      tokens.consumeIgnoringRateLimits(used - reserved);
    } else {
      giveBack(tokens, reserved - used);
    }
  }

  BudgetMeter budget() {
    return budget;
  }
}
