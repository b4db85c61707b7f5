package io.llmgateway;

import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Route;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Tries the candidates of a route in order until one begins to answer. Nothing has reached the
 * client before that, so that no answer is ever a mixture of two.
 */
final class Failover {
  private static final System.Logger LOG = System.getLogger(Failover.class.getName());

  private final Clock clock;
  private final IntSupplier maxAttempts;

  Failover(Clock clock, IntSupplier maxAttempts) {
    this.clock = clock;
    this.maxAttempts = maxAttempts;
  }

  /** What the first successful attempt gave. */
  record Begun<T>(Attempt attempt, T value) {}

  /**
   * @param begin returns when the candidate has begun to answer usefully, or throws
   * @throws ChatException when the request itself is at fault, the client is gone, or every
   *     candidate failed; every attempt is on the bill then
   */
  <T> Begun<T> first(Bill bill, Function<Candidate, T> begin) {
    Route route = bill.route();
    List<ChatException.Retryable> failures = new ArrayList<>(0);
    Cancellation cancellation = bill.demand().call().cancellation();
    int tries = Math.min(maxAttempts.getAsInt(), route.candidates().size());
    for (int i = 0; i < tries && !cancellation.cancelled(); i++) {
      Candidate candidate = route.candidates().get(i);
      Attempt attempt = new Attempt(i + 1, candidate, clock.instant(), System.nanoTime());
      bill.begins(attempt);
      try {
        return new Begun<>(attempt, begin.apply(candidate));
      } catch (ChatException.Retryable e) {
        bill.failed(attempt, cancellation.cancelled() ? Outcome.CANCELLED : e.outcome());
        failures.add(e);
      } catch (ChatException e) {
        bill.failed(attempt, outcome(e.code()));
        throw e;
      } catch (RuntimeException e) {
        bill.failed(attempt, Outcome.INVALID);
        failures.add(unexpected(e));
      }
    }
    throw verdict(failures, cancellation);
  }

  /** An answer on which a translator stumbled is the provider's failure, not the client's. */
  static ChatException.Retryable unexpected(RuntimeException e) {
    LOG.log(System.Logger.Level.WARNING, "an answer could not be read", e);
    return new ChatException.Retryable(
        ErrorCode.UPSTREAM_INVALID_RESPONSE,
        Outcome.INVALID,
        "The provider's answer could not be read.",
        null,
        e);
  }

  private static Outcome outcome(ErrorCode code) {
    return switch (code) {
      case CONTENT_FILTER -> Outcome.FILTER;
      case CONTEXT_LENGTH_EXCEEDED -> Outcome.TOOLONG;
      default -> Outcome.BADREQ;
    };
  }

  /**
   * The first failure is the one reported; its code only when all agree, since "rate limit" or
   * "timeout" would be half the truth otherwise.
   */
  private static ChatException verdict(
      List<ChatException.Retryable> failures, Cancellation cancellation) {
    if (cancellation.cancelled() || failures.isEmpty()) {
      return new ChatException.Retryable(
          ErrorCode.UPSTREAM_ERROR, Outcome.CANCELLED, "The client went away.");
    }
    ChatException.Retryable first = failures.get(0);
    boolean agreed = failures.stream().allMatch(f -> f.code() == first.code());
    Duration retryAfter =
        failures.stream()
            .map(ChatException.Retryable::retryAfter)
            .filter(Objects::nonNull)
            .min(Comparator.naturalOrder())
            .orElse(null);
    return new ChatException.Retryable(
        agreed ? first.code() : ErrorCode.UPSTREAM_ERROR,
        first.outcome(),
        first.getMessage(),
        retryAfter,
        first);
  }
}
