package io.llmgateway;

import io.llmgateway.catalog.ModelCard;
import io.llmgateway.chat.Cancellation;
import io.llmgateway.chat.ChatException;
import io.llmgateway.chat.ErrorCode;
import io.llmgateway.chat.Outcome;
import io.llmgateway.chat.OutcomeRule;
import io.llmgateway.routing.Candidate;
import io.llmgateway.routing.Resilience;
import io.llmgateway.routing.RetrySettings;
import io.llmgateway.routing.Route;
import io.llmgateway.routing.health.AttemptReport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The attempts of one request. Each candidate is asked once before any is asked again; one is asked
 * again only where the outcome's rule allows it, after a pause, within the channel's {@link
 * RetryBudget}. For one thread.
 */
final class Attempts {
  private final Failover failover;
  private final RetrySettings settings;
  private final Cancellation cancellation;
  private final boolean streamed;
  private final Resilience resilience;
  private final AttemptBook book;
  private final long longest;
  private final Candidate preferred;
  private final Deque<Candidate> untried;
  private final Repetitions repetitions;
  private final Failures failures = new Failures();
  private final Set<String> sick = new HashSet<>(2);
  private long deadline;
  private int number;

  /**
   * An answer that has begun.
   *
   * @param value what the attempt gave
   */
  record Begun<T>(Attempt attempt, T value) {}

  Attempts(
      Failover failover,
      RetrySettings settings,
      Route route,
      Cancellation cancellation,
      boolean streamed,
      Resilience resilience,
      AttemptBook book) {
    this.failover = failover;
    this.settings = settings;
    this.cancellation = cancellation;
    this.streamed = streamed;
    this.resilience = resilience;
    this.book = book;
    this.preferred = route.candidates().get(0);
    this.untried = new ArrayDeque<>(route.candidates());
    this.repetitions = new Repetitions(settings, failover.nanoTime, failover.random);
    this.longest = Deadlines.of(settings, route);
    this.deadline = failover.nanoTime.getAsLong() + longest;
  }

  /**
   * @return how many attempts there were
   */
  int count() {
    return number;
  }

  /**
   * An answer that had begun broke off: what is tried from now on is to go on with it, and has as
   * much time as the beginning had.
   */
  void brokeOff(Attempt attempt, ChatException failure) {
    deadline = failover.nanoTime.getAsLong() + longest;
    consider(attempt.candidate(), failure);
  }

  /**
   * Tries until an answer begins.
   *
   * @throws ChatException when the request itself is at fault, the client is gone, or nobody
   *     answers; every attempt is in the book then
   */
  <T> Begun<T> first(AttemptStart<T> start) {
    while (mayTry()) {
      Candidate candidate = next(start);
      if (candidate == null) {
        break;
      }
      long hedgeAfter = number > 0 ? 0 : failover.hedging.delay(resilience, candidate, streamed);
      Begun<T> begun =
          hedgeAfter > 0 ? raced(candidate, hedgeAfter, start) : attempt(candidate, start);
      if (begun != null) {
        return begun;
      }
    }
    throw cancellation.cancelled() ? Failures.clientGone() : failures.verdict();
  }

  private boolean mayTry() {
    return number < settings.maxAttempts() && !cancellation.cancelled() && left() > 0;
  }

  private long left() {
    return deadline - failover.nanoTime.getAsLong();
  }

  /**
   * @return the candidate to ask now, with the gate's permit, or null when there is none
   */
  private Candidate next(AttemptStart<?> start) {
    Candidate fresh = untriedFor(start);
    return fresh != null ? fresh : afterPause(start);
  }

  private Candidate untriedFor(AttemptStart<?> start) {
    for (Candidate each = untried.poll(); each != null; each = untried.poll()) {
      ChatException unfit = start.unfit(each);
      if (unfit != null) {
        failures.unfit(unfit);
      } else if (granted(each)) {
        return each;
      }
    }
    return null;
  }

  private boolean granted(Candidate candidate) {
    String channel = candidate.channel();
    boolean again = sick.contains(channel);
    if (again && !failover.budget.repeat(channel) || !acquired(candidate)) {
      return false;
    }
    if (!again) {
      failover.budget.asked(channel);
    }
    return true;
  }

  private Candidate afterPause(AttemptStart<?> start) {
    for (Repetitions.Due due = repetitions.next(left());
        due != null;
        due = repetitions.next(left())) {
      Candidate candidate = due.candidate();
      if (start.unfit(candidate) != null || !failover.budget.repeat(candidate.channel())) {
        continue;
      }
      if (!due.pause().isZero() && !failover.pause.await(due.pause(), cancellation)) {
        return null;
      }
      if (acquired(candidate)) {
        return candidate;
      }
    }
    return null;
  }

  private boolean acquired(Candidate candidate) {
    if (!book.admits(candidate)) {
      failures.limited(book.untilAdmitted(candidate));
      return false;
    }
    boolean acquired = failover.gate.acquire(candidate);
    if (!acquired) {
      book.withdraws(candidate);
      failures.resting(
          failover.gate.untilReady(candidate), failover.gate.restsFor(candidate), candidate.card());
    }
    return acquired;
  }

  private <T> Begun<T> attempt(Candidate candidate, AttemptStart<T> start) {
    Attempt attempt = begins(candidate);
    try {
      return begun(attempt, start.begin(within(candidate), cancellation));
    } catch (ChatException e) {
      failed(attempt, e);
    } catch (RuntimeException e) {
      failed(attempt, Failures.unexpected(e));
    }
    return null;
  }

  private <T> Begun<T> begun(Attempt attempt, T value) {
    failover.hedging.began(resilience, attempt.candidate(), streamed, attempt.elapsed().toNanos());
    return new Begun<>(attempt, value);
  }

  /** One candidate and, when that takes long, another beside it: the first to begin has won. */
  private <T> Begun<T> raced(Candidate candidate, long hedgeAfter, AttemptStart<T> start) {
    Race<T> race = new Race<>(failover.hedging.threads(), cancellation, start::discard);
    try {
      enter(race, candidate, start);
      Race.Runner<T> ended = race.await(hedgeAfter);
      if (ended == null && mayTry()) {
        hedge(race, start);
      }
      while (ended != null || race.anyRunning()) {
        if (ended != null && ended.failure() == null) {
          return begun(ended.attempt(), ended.value());
        }
        if (ended != null) {
          failed(ended.attempt(), ended.failure());
        }
        ended = race.anyRunning() ? race.await(Long.MAX_VALUE) : null;
      }
      return null;
    } finally {
      race.end().forEach(book::lost);
    }
  }

  private <T> void enter(Race<T> race, Candidate candidate, AttemptStart<T> start) {
    Attempt attempt = begins(candidate);
    Candidate limited = within(candidate);
    race.start(attempt, own -> start.begin(limited, own));
  }

  private <T> void hedge(Race<T> race, AttemptStart<T> start) {
    Candidate second = untriedFor(start);
    if (second != null) {
      enter(race, second, start);
    }
  }

  /** Without a deadline of its own, a request takes nothing from its first attempt. */
  private Candidate within(Candidate candidate) {
    return number == 1 && settings.deadline() == null
        ? candidate
        : Deadlines.within(candidate, left(), streamed);
  }

  private Attempt begins(Candidate candidate) {
    Attempt attempt = new Attempt(++number, candidate, failover.clock.instant(), System.nanoTime());
    try {
      book.begins(attempt);
    } catch (RuntimeException e) {
      failover.gate.report(candidate, new AttemptReport(Outcome.CANCELLED, -1, 0, null));
      throw e;
    }
    return attempt;
  }

  private void failed(Attempt attempt, ChatException e) {
    Outcome outcome = cancellation.cancelled() ? Outcome.CANCELLED : Failures.outcome(e);
    if (outcome == Outcome.FILTER && e instanceof ChatException.Filtered refusal) {
      book.filtered(attempt, refusal);
    } else {
      book.failed(attempt, outcome, Failures.retryAfter(e));
    }
    OutcomeRule.Next next = cancellation.cancelled() ? null : consider(attempt.candidate(), e);
    if (next == OutcomeRule.Next.GIVE_UP) {
      giveUp(attempt.candidate(), outcome, e);
    }
  }

  /** Takes the failure into account for what is tried next. */
  private OutcomeRule.Next consider(Candidate candidate, ChatException e) {
    failures.add(e, candidate.card());
    OutcomeRule rule = OutcomeRule.of(Failures.outcome(e));
    if (rule.cools() != OutcomeRule.Cools.KEY) {
      sick.add(candidate.channel());
    }
    if (rule.next() == OutcomeRule.Next.SAME_CHANNEL) {
      repetitions.add(candidate, Failures.retryAfter(e));
    }
    return rule.next();
  }

  /**
   * A prompt that is too long for one model may fit another; and what a model says that stood in
   * for the one that the client chose, says little of the request. Content policies differ: the
   * operator may want another to judge.
   */
  private void giveUp(Candidate candidate, Outcome outcome, ChatException e) {
    if (outcome == Outcome.TOOLONG) {
      untried.removeIf(other -> window(other) <= window(candidate));
    } else if (e instanceof ChatException.Filtered refusal && refusal.asksOthers()) {
      untried.removeIf(other -> same(other, candidate)); // another key has the same policy
    } else if (!unsupported(e)
        && (outcome != Outcome.BADREQ || failures.only(e) || !standsIn(candidate))) {
      throw e;
    }
  }

  private static boolean same(Candidate one, Candidate other) {
    return one.channel().equals(other.channel())
        && one.upstreamModel().equals(other.upstreamModel());
  }

  /** The wire has no words for it, so nobody was asked; another provider's may have. */
  private static boolean unsupported(ChatException e) {
    return e.code() == ErrorCode.UNSUPPORTED_PARAMETER;
  }

  private static long window(Candidate candidate) {
    ModelCard card = candidate.card();
    return card == null ? 0 : card.contextWindow();
  }

  private boolean standsIn(Candidate candidate) {
    return !candidate.provider().id().equals(preferred.provider().id())
        || !candidate.publicModel().equals(preferred.publicModel());
  }
}
