package io.llmgateway.admission;

import io.llmgateway.chat.ErrorCode;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The limits of one key, account, model or channel, and what is left of them. */
final class Meter {
  /** What answers without a limit of their own are taken for, until one has been seen. */
  static final long FIRST_GUESS = 500;

  private static final long UNKNOWN = -1;

  private final Subject subject;
  private final RateLimits limits;
  private final Permits requests;
  private final Permits tokens;
  private final Permits slots;

  /** The average of answers without a limit, in tokens. */
  private final AtomicLong usual = new AtomicLong(UNKNOWN);

  /** Makes the permits of one limit. */
  interface Source {
    /**
     * @param what {@code requests}, {@code tokens} or {@code concurrent}
     * @param refilled whether they come back by themselves over a minute
     */
    Permits permits(Subject subject, String what, long limit, boolean refilled);
  }

  Meter(Subject subject, RateLimits limits, Source source) {
    this.subject = subject;
    this.limits = limits;
    this.requests = permits(source, "requests", limits.requestsPerMinute(), true);
    this.tokens = permits(source, "tokens", limits.tokensPerMinute(), true);
    this.slots = permits(source, "concurrent", limits.concurrent(), false);
  }

  private Permits permits(Source source, String what, long limit, boolean refilled) {
    return limit == 0 ? null : source.permits(subject, what, limit, refilled);
  }

  RateLimits limits() {
    return limits;
  }

  /**
   * @param sure how many tokens a request may use by its own words
   * @param open whether it says nothing of its answer's length
   * @return how many are reserved for it: with an open answer as many more as those had lately, but
   *     a guess keeps nobody out for good
   */
  long reservation(long sure, boolean open) {
    if (!open || tokens == null || sure >= tokens.limit()) {
      return sure;
    }
    long known = usual.get();
    return Math.min(tokens.limit(), sure + (known == UNKNOWN ? FIRST_GUESS : known));
  }

  /** An open answer has ended. */
  void learn(long sure, long used) {
    long answer = Math.max(0, used - sure);
    usual.updateAndGet(known -> known == UNKNOWN ? answer : (3 * known + answer + 3) / 4);
  }

  /**
   * Counts one request with the tokens that it may use.
   *
   * @param estimate 0 or more
   * @return null when it is let in; otherwise nothing stays counted
   */
  Refusal enter(long estimate) {
    long wanted = Math.max(1, estimate);
    if (tokens != null && wanted > tokens.limit()) {
      return tooLarge(wanted);
    }
    if (slots != null && !slots.take(1)) {
      return refuse(slots, 1, ErrorCode.CONCURRENCY_LIMIT_EXCEEDED, "requests at a time");
    }
    if (requests != null && !requests.take(1)) {
      giveBack(slots, 1);
      return refuse(requests, 1, ErrorCode.RATE_LIMIT_EXCEEDED, "requests per minute");
    }
    if (tokens != null && !tokens.take(wanted)) {
      giveBack(slots, 1);
      giveBack(requests, 1);
      return refuse(tokens, wanted, ErrorCode.RATE_LIMIT_EXCEEDED, "tokens per minute");
    }
    return null;
  }

  /** Undoes {@link #enter}: the request was not let in after all. */
  void withdraw(long estimate) {
    giveBack(slots, 1);
    giveBack(requests, 1);
    giveBack(tokens, Math.max(1, estimate));
  }

  /** The request is over: what it used takes the place of the estimate, and may leave a debt. */
  void leave(long estimate, long used) {
    giveBack(slots, 1);
    if (tokens == null) {
      return;
    }
    long reserved = Math.max(1, estimate);
    if (used > reserved) {
      tokens.takeAnyway(used - reserved);
    } else {
      giveBack(tokens, reserved - used);
    }
  }

  /**
   * @return when there may be room for such a request, zero when there is, null when there never
   *     will be
   */
  Duration untilFree(long estimate) {
    long wanted = Math.max(1, estimate);
    if (tokens != null && wanted > tokens.limit()) {
      return null;
    }
    Duration longest = Duration.ZERO;
    longest = later(longest, slots, 1);
    longest = later(longest, requests, 1);
    return later(longest, tokens, wanted);
  }

  private static Duration later(Duration wait, Permits permits, long count) {
    if (permits == null || permits.left() >= count) {
      return wait;
    }
    Duration until = permits.untilFree(count);
    return until.compareTo(wait) > 0 ? until : wait;
  }

  long slotsLeft() {
    return slots == null ? Long.MAX_VALUE : slots.left();
  }

  RateLimitState state() {
    return new RateLimitState(state(requests), state(tokens));
  }

  private static Limit state(Permits permits) {
    return permits == null ? null : new Limit(permits.limit(), permits.left(), permits.untilAll());
  }

  private static void giveBack(Permits permits, long count) {
    if (permits != null && count > 0) {
      permits.giveBack(count);
    }
  }

  private Refusal refuse(Permits permits, long count, ErrorCode code, String what) {
    String message =
        "The limit of %d %s of %s is reached.".formatted(permits.limit(), what, subject.words());
    return new Refusal(this, code, message, permits.untilFree(count), permits.onTheirWay());
  }

  private Refusal tooLarge(long wanted) {
    String message =
        "This request may use %d tokens, more than the limit of %d tokens per minute of %s; lower max_tokens."
            .formatted(wanted, tokens.limit(), subject.words());
    return new Refusal(this, ErrorCode.RATE_LIMIT_EXCEEDED, message, null, false);
  }
}
