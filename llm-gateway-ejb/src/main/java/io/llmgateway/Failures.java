package io.llmgateway;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.catalog.Retirement;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** What went wrong with one request so far, and what of it the client is told. */
final class Failures {
  private static final System.Logger LOG = System.getLogger(Failover.class.getName());

  private final List<ChatException> failed = new ArrayList<>(0);
  private ChatException unfit;
  private Duration rest;
  private boolean limited;
  private boolean onlyRates = true;
  private Retirement retirement;
  private Retirement absent;

  /**
   * An attempt failed.
   *
   * @param card of the model that was asked, or null
   */
  void add(ChatException failure, ModelCard card) {
    failed.add(failure);
    if (failed.size() == 1 && card != null && outcome(failure) == Outcome.NOTFOUND) {
      retirement = card.traits().retirement();
    }
  }

  /** A candidate was passed over because it can not take the request. */
  void unfit(ChatException reason) {
    unfit = unfit == null ? reason : unfit;
  }

  /**
   * A candidate was passed over because it has failed too often.
   *
   * @param forSoLong zero when nobody can tell
   * @param why or null when nobody can tell
   * @param card of the model that was to be asked, or null; that it was not there may be why
   */
  void resting(Duration forSoLong, Outcome why, ModelCard card) {
    onlyRates &= why == Outcome.RATE;
    if (absent == null && card != null) {
      absent = card.traits().retirement();
    }
    waiting(forSoLong);
  }

  private void waiting(Duration forSoLong) {
    rest = rest == null || forSoLong.compareTo(rest) < 0 ? forSoLong : rest;
  }

  /**
   * A candidate was passed over because its channel is over its limit.
   *
   * @param untilFree null when it never has room for this request
   */
  void limited(Duration untilFree) {
    limited = true;
    if (untilFree != null) {
      waiting(untilFree);
    }
  }

  /**
   * @return whether this is all that went wrong
   */
  boolean only(ChatException failure) {
    return failed.size() == 1 && failed.get(0) == failure;
  }

  /** An answer on which a translator stumbled is the provider's failure, not the client's. */
  static ChatException.Retryable unexpected(Throwable e) {
    LOG.log(System.Logger.Level.WARNING, "an answer could not be read", e);
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_INVALID_RESPONSE,
        Outcome.INVALID,
        "The provider's answer could not be read.",
        null,
        e);
  }

  static Outcome outcome(ChatException e) {
    if (e instanceof ChatException.Retryable retryable) {
      return retryable.outcome();
    }
    return switch (e.code()) {
      case CONTENT_FILTER -> Outcome.FILTER;
      case CONTEXT_LENGTH_EXCEEDED -> Outcome.TOOLONG;
      default -> Outcome.BADREQ;
    };
  }

  static Duration retryAfter(ChatException e) {
    return e instanceof ChatException.Retryable retryable ? retryable.retryAfter() : null;
  }

  static ChatException clientGone() {
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_ERROR, Outcome.CANCELLED, "The client went away.");
  }

  /**
   * The first failure is the one reported; its code only when all agree, since "rate limit" or
   * "timeout" would be half the truth otherwise.
   */
  ChatException verdict() {
    if (failed.isEmpty()) {
      return rest == null && !limited && unfit != null ? unfit : nobody();
    }
    ChatException first = failed.get(0);
    if (first instanceof ChatException.Final) {
      return first;
    }
    boolean agreed =
        failed.stream().allMatch(f -> f.code() == first.code() || f instanceof ChatException.Final);
    return new ChatException.Retryable(
        agreed ? first.code() : ErrorCode.UPSTREAM_ERROR,
        outcome(first),
        retirement == null ? first.getMessage() : first.getMessage() + " " + retirement.advice(),
        soonest(),
        first);
  }

  private Duration soonest() {
    return failed.stream()
        .map(Failures::retryAfter)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .orElse(null);
  }

  private ChatException nobody() {
    if (limited) {
      return new ChatException.Final(
          ErrorCode.RATE_LIMIT_EXCEEDED,
          "Every channel of this model that could answer has reached its limit.",
          null,
          rest);
    }
    if (rest != null && onlyRates) {
      return new ChatException.Retryable(
          ErrorCode.RATE_LIMIT_EXCEEDED,
          Outcome.RATE,
          "Every channel of this model has reached a rate limit of its provider.",
          rest,
          null);
    }
    return new ChatException.Final(
        ErrorCode.NO_CHANNEL_AVAILABLE,
        "Every channel of this model rests after failures, try again."
            + (absent == null ? "" : " " + absent.advice()),
        null,
        rest);
  }
}
